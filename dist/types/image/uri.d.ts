import { type Problem } from '../diagnostic.ts';
export interface ImageUri {
    /** The URI as it was given; the host of the registry is added where it was left out. */
    readonly text: string;
    readonly registryId: string;
    readonly region: string;
    readonly repositoryName: string;
    readonly tag: string | null;
    readonly digest: string | null;
    /** Whether the registry's host is the FIPS or the dual-stack (IPv6) one; the API is called through the same kind of endpoint. */
    readonly fips: boolean;
    readonly dualStack: boolean;
}
/** The registry to use when the text names none. */
export interface DefaultRegistry {
    readonly registryId: string | undefined;
    readonly region: string | undefined;
}
/** The suffixes that end the host names of AWS's services, in all partitions. */
export declare const HOST_SUFFIXES: ReadonlySet<string>;
/** Whether a string can be the name of a Region. */
export declare function isRegion(text: string): boolean;
/** Whether a string can be the name of a repository. */
export declare function isRepositoryName(text: string): boolean;
/** Whether a string can be the id of an account. */
export declare function isAccountId(text: string): boolean;
/** Whether a string can be a tag. */
export declare function isTag(text: string): boolean;
/** Whether a string has the shape of a digest, which is a SHA-256 everywhere in ECR. */
export declare function isDigest(text: string): boolean;
/** The registry's host, with which the URI of an image begins. */
export declare function registryOf(uri: string): string;
/** The partition of a Region, such as aws or aws-cn. */
export declare function partitionOf(region: string): string;
/** The host of a registry, in the partition of its Region. */
export declare function registryHost(registryId: string, region: string): string;
/** The address of AWS's console for a Region, without a path; undefined where none is known. */
export declare function consoleOf(region: string): string | undefined;
/** The ARN of a repository. */
export declare function repositoryArn({ registryId, region, repositoryName }: Omit<ImageUri, 'text'>): string;
/** Parses `registry/repository:tag@digest`; a problem says what is wrong and how to write it. */
export declare function parseImageUri(text: string, registry: DefaultRegistry): ImageUri | Problem;
