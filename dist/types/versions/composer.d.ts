export declare const compareComposer: import("./parts.ts").Order;
