export type Ecosystem = 'dpkg' | 'rpm' | 'apk' | 'npm' | 'cargo' | 'pypi' | 'maven' | 'go' | 'rubygems' | 'nuget' | 'composer';
/** What package URLs call them. */
export declare const PURL_TYPES: Readonly<Record<Ecosystem, string>>;
/** Whose order of versions a package has, by its package manager and, for packages of the operating system, its platform. */
export declare function orderOf(packageManager: string | null, platform: string | null): Ecosystem | undefined;
