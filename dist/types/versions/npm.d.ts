export declare const compareNpm: import("./parts.ts").Order;
