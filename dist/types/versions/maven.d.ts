export declare const compareMaven: import("./parts.ts").Order;
