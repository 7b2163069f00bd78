export declare const compareRubygems: import("./parts.ts").Order;
