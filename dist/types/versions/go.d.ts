export declare const compareGo: import("./parts.ts").Order;
