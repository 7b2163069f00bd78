import { type Order } from './parts.ts';
interface Version {
    readonly numbers: readonly string[];
    readonly prerelease: string | undefined;
}
/** An order by numbers and then by the pre-release. */
export declare function orderByPrerelease(parse: (text: string) => Version | undefined): Order;
export {};
