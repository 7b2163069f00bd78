export declare const compareNuget: import("./parts.ts").Order;
