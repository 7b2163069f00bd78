export declare const compareRpm: import("./parts.ts").Order;
