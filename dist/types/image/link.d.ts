import type { Finding } from './finding.ts';
import type { Image } from './image.ts';
/** The page of an event in CloudTrail's event history, which covers 90 days; null where the page is unknown. */
export declare function linkEvent(eventId: string | null, region: string | null): string | null;
/** The page of an image in ECR; null where the page is unknown. */
export declare function linkImage({ registryId, region, repositoryName, digest, }: Pick<Image, 'registryId' | 'region' | 'repositoryName' | 'digest'>): string | null;
/** A page that describes a finding: the first link the scanner gives, otherwise the database that the id belongs to. */
export declare function linkAdvisory({ id, links }: Pick<Finding, 'id' | 'links'>): string | null;
