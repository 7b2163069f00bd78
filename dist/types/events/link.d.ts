import type { Finding } from './finding.ts';
import type { Image } from './scan.ts';
/** The page of an event in CloudTrail's event history, which has events of 90 days; null where it cannot be named. */
export declare function linkEvent(eventId: string | null, region: string | null): string | null;
/** The page of an image in ECR; null where it cannot be named. */
export declare function linkImage({ registryId, region, repositoryName, digest, }: Pick<Image, 'registryId' | 'region' | 'repositoryName' | 'digest'>): string | null;
/** Where a finding is described: what the scanner names first, else the register that its id belongs to. */
export declare function linkAdvisory({ id, links }: Pick<Finding, 'id' | 'links'>): string | null;
