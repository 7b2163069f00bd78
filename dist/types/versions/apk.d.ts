export declare const compareApk: import("./parts.ts").Order;
