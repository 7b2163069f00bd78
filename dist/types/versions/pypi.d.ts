export declare const comparePypi: import("./parts.ts").Order;
