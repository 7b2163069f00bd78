export declare const compareDpkg: import("./parts.ts").Order;
