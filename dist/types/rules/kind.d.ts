/** What messages call a file, what it holds, and how to cure a second document in it. */
export interface FileKind {
    readonly files: string;
    readonly one: string;
    readonly help: string;
}
export declare const RULE_FILE: FileKind;
export declare const EXCEPTION_FILE: FileKind;
export declare const POLICY_FILE: FileKind;
/** What messages call a file of another tool. */
export declare function foreignKind(tool: string): FileKind;
