import type { MapNode, Node } from './document.js';
/**
 * The form of a value. A `note` is a string that may be empty; `filters` and `paths` are lists of strings; an `end` is a day or
 * `never`, and a `duration`, a whole number with its unit, is read as seconds.
 */
export type Shape = 'text' | 'note' | 'title' | 'type' | 'boolean' | 'texts' | 'filter' | 'filters' | 'paths' | 'event' | 'end' | 'duration' | {
    readonly least: number;
    readonly most?: number;
} | {
    readonly choices: readonly string[];
} | {
    readonly list: Table;
} | {
    readonly map: Table;
};
export interface Field {
    readonly shape: Shape;
    readonly meaning: string;
    /** Present if the field is required; tells the user what to write. */
    readonly required?: string;
    /** The value of an absent field, in words. */
    readonly default?: string;
    /** Present if the field may stand in a file but is not kept: it has no part in what the rule does. */
    readonly ignored?: true;
}
export type Table = {
    readonly [name: string]: Field;
};
/** Fields of a rule, in reading order. */
export declare const RULE: {
    readonly name: {
        readonly shape: 'text';
        readonly meaning: 'shown everywhere, unique';
        readonly required: 'a rule is shown by its name, such as "CloudTrail: ECR Put Image"';
    };
    readonly type: {
        readonly shape: 'type';
        readonly meaning: 'which events the rule sees';
        readonly required: `types are ${string}`;
    };
    readonly title: {
        readonly shape: 'title';
        readonly meaning: "the alert's title; `{{field}}` is filled from its first event, `unknown` where the event has no such field";
        readonly default: 'the name; of a rule over findings the name and `{{id}}`, unless its threshold is above 1';
    };
    readonly severityOfAlerts: {
        readonly shape: {
            readonly least: 1;
            readonly most: 3;
        };
        readonly meaning: '1 act now, 2 review, 3 audit';
        readonly required: '1 is act now, 2 review, 3 audit';
    };
    readonly action: {
        readonly shape: {
            readonly choices: readonly ["fail", "warn", "notice"];
        };
        readonly meaning: 'what an alert does';
        readonly default: 'severity 1 fails, 2 warns, 3 is a notice';
    };
    readonly alertDescription: {
        readonly shape: 'note';
        readonly meaning: 'why it matters and what to do';
    };
    readonly aggregateFields: {
        readonly shape: 'paths';
        readonly meaning: 'events with the same values in these fields make one alert';
        readonly default: 'user, eventName, eventSource, ip, accountId; of a rule over findings `id` and `package.name`, or none if its threshold is above 1';
    };
    readonly filter: {
        readonly shape: 'filter';
        readonly meaning: 'which events the rule matches, in [the filter language](language.md)';
        readonly required: 'write filter: eventName = "PutImage"';
    };
    readonly suppressions: {
        readonly shape: 'filters';
        readonly meaning: 'an event that one of these filters matches is removed, after the filter matched';
    };
    readonly threshold: {
        readonly shape: {
            readonly least: 1;
        };
        readonly meaning: 'how many events within the window open an alert';
        readonly default: string;
    };
    readonly window: {
        readonly shape: {
            readonly least: 1;
        };
        readonly meaning: 'seconds';
        readonly default: string;
    };
    readonly enabled: {
        readonly shape: 'boolean';
        readonly meaning: 'whether the rule is evaluated';
        readonly default: 'true';
    };
    readonly tags: {
        readonly shape: 'texts';
        readonly meaning: 'ATT&CK techniques such as `attack.t1651`';
    };
    readonly references: {
        readonly shape: 'texts';
        readonly meaning: 'links for further reading';
    };
    readonly tests: {
        readonly shape: {
            readonly list: {
                readonly name: {
                    readonly shape: 'text';
                    readonly meaning: 'what the test shows';
                    readonly required: 'the name says what the test shows';
                };
                readonly extends: {
                    readonly shape: 'text';
                    readonly meaning: 'the name of an earlier test, whose event this one starts from';
                };
                readonly matches: {
                    readonly shape: 'boolean';
                    readonly meaning: 'whether the rule matches the event';
                    readonly required: 'write matches: true or matches: false';
                };
                readonly event: {
                    readonly shape: 'event';
                    readonly meaning: 'the event, or the fields in which it differs from that of `extends`';
                    readonly required: 'an event is a map of fields, such as { eventName: PutImage }';
                };
            };
        };
        readonly meaning: 'run by `ecr-gate test`; each has a name, an event and whether it matches';
    };
    readonly id: {
        readonly shape: 'text';
        readonly meaning: 'what overrides and reports call the rule';
        readonly default: "the file's name, or the name as a slug in a list";
    };
    readonly rulesetId: {
        readonly shape: 'note';
        readonly meaning: 'set by the API; optional';
        readonly ignored: true;
    };
    readonly createdAt: {
        readonly shape: 'note';
        readonly meaning: 'set by the API; optional';
        readonly ignored: true;
    };
    readonly updatedAt: {
        readonly shape: 'note';
        readonly meaning: 'set by the API; optional';
        readonly ignored: true;
    };
};
/** The fields of a table that are kept in what it describes. */
export type KeptField<T extends Table = typeof RULE> = {
    [Name in keyof T]: T[Name] extends {
        readonly ignored: true;
    } ? never : Name;
}[keyof T];
/** Fields of an override, which tunes the rule it names. */
export declare const OVERRIDE: {
    readonly rule: {
        readonly shape: 'text';
        readonly meaning: 'the id of the rule';
        readonly required: 'an override names its rule: rule: ssm-start-session';
    };
    readonly enabled: {
        readonly shape: 'boolean';
        readonly meaning: "whether the rule is evaluated";
    };
    readonly severityOfAlerts: {
        readonly shape: {
            readonly least: 1;
            readonly most: 3;
        };
        readonly meaning: '1 act now, 2 review, 3 audit';
    };
    readonly action: {
        readonly shape: {
            readonly choices: readonly ["fail", "warn", "notice"];
        };
        readonly meaning: "what an alert does";
    };
    readonly threshold: {
        readonly shape: {
            readonly least: 1;
        };
        readonly meaning: "how many events within the window open an alert";
    };
    readonly window: {
        readonly shape: {
            readonly least: 1;
        };
        readonly meaning: "seconds";
    };
    readonly addSuppressions: {
        readonly shape: 'filters';
        readonly meaning: "added to the rule's own suppressions";
    };
};
/** Fields of an exception, which lets findings of an image, or alerts of a rule, through until it ends. */
export declare const EXCEPTION: {
    readonly id: {
        readonly shape: 'text';
        readonly meaning: 'the finding to accept, by its whole id or an alias: CVE-2026-1234';
    };
    readonly ids: {
        readonly shape: 'texts';
        readonly meaning: 'the same for several findings';
    };
    readonly rule: {
        readonly shape: 'text';
        readonly meaning: 'the rule whose alerts to accept, by its id; `filter` says which of its events';
    };
    readonly filter: {
        readonly shape: 'filter';
        readonly meaning: 'which findings to accept, in [the filter language](language.md); with `rule`, which events of the rule';
    };
    readonly package: {
        readonly shape: 'text';
        readonly meaning: 'only findings of this package; `*` stands for any characters but `/`, `**` for any';
    };
    readonly version: {
        readonly shape: 'text';
        readonly meaning: 'only findings of this version of the package, with or without its epoch and release; `*` stands for any characters but `/`, `**` for any';
    };
    readonly path: {
        readonly shape: 'text';
        readonly meaning: 'only findings in this file of the image; `*` stands for any characters but `/`, `**` for any';
    };
    readonly image: {
        readonly shape: 'text';
        readonly meaning: 'only images of this name: the repository, with or without registry, and tag or digest; `*` stands for any characters but `/`, `**` for any';
    };
    readonly platform: {
        readonly shape: 'text';
        readonly meaning: 'only images of this platform, such as linux/arm64';
    };
    readonly severity: {
        readonly shape: {
            readonly choices: readonly ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED", "UNTRIAGED"];
        };
        readonly meaning: 'only findings of this severity';
    };
    readonly reason: {
        readonly shape: 'text';
        readonly meaning: 'why this is accepted';
        readonly required: 'write reason: not reachable, the listener is not compiled in';
    };
    readonly owner: {
        readonly shape: 'text';
        readonly meaning: 'who answers for it';
    };
    readonly expires: {
        readonly shape: 'end';
        readonly meaning: 'the last day (UTC) on which it is accepted, such as 2027-01-31, or `never`';
    };
    readonly 'until-fixed': {
        readonly shape: 'boolean';
        readonly meaning: 'whether to accept only findings that have no fix (fixAvailable: NO)';
        readonly default: 'false';
    };
};
/** Fields of a file that holds several rules, as the API exports a ruleset, or overrides, or exceptions. */
export declare const RULESET: {
    readonly id: {
        readonly shape: 'note';
        readonly meaning: 'set by the API';
    };
    readonly name: {
        readonly shape: 'note';
        readonly meaning: 'what the ruleset is called';
    };
    readonly description: {
        readonly shape: 'note';
        readonly meaning: 'what it is for';
    };
    readonly rules: {
        readonly shape: {
            readonly list: {
                readonly name: {
                    readonly shape: 'text';
                    readonly meaning: 'shown everywhere, unique';
                    readonly required: 'a rule is shown by its name, such as "CloudTrail: ECR Put Image"';
                };
                readonly type: {
                    readonly shape: 'type';
                    readonly meaning: 'which events the rule sees';
                    readonly required: `types are ${string}`;
                };
                readonly title: {
                    readonly shape: 'title';
                    readonly meaning: "the alert's title; `{{field}}` is filled from its first event, `unknown` where the event has no such field";
                    readonly default: 'the name; of a rule over findings the name and `{{id}}`, unless its threshold is above 1';
                };
                readonly severityOfAlerts: {
                    readonly shape: {
                        readonly least: 1;
                        readonly most: 3;
                    };
                    readonly meaning: '1 act now, 2 review, 3 audit';
                    readonly required: '1 is act now, 2 review, 3 audit';
                };
                readonly action: {
                    readonly shape: {
                        readonly choices: readonly ["fail", "warn", "notice"];
                    };
                    readonly meaning: 'what an alert does';
                    readonly default: 'severity 1 fails, 2 warns, 3 is a notice';
                };
                readonly alertDescription: {
                    readonly shape: 'note';
                    readonly meaning: 'why it matters and what to do';
                };
                readonly aggregateFields: {
                    readonly shape: 'paths';
                    readonly meaning: 'events with the same values in these fields make one alert';
                    readonly default: 'user, eventName, eventSource, ip, accountId; of a rule over findings `id` and `package.name`, or none if its threshold is above 1';
                };
                readonly filter: {
                    readonly shape: 'filter';
                    readonly meaning: 'which events the rule matches, in [the filter language](language.md)';
                    readonly required: 'write filter: eventName = "PutImage"';
                };
                readonly suppressions: {
                    readonly shape: 'filters';
                    readonly meaning: 'an event that one of these filters matches is removed, after the filter matched';
                };
                readonly threshold: {
                    readonly shape: {
                        readonly least: 1;
                    };
                    readonly meaning: 'how many events within the window open an alert';
                    readonly default: string;
                };
                readonly window: {
                    readonly shape: {
                        readonly least: 1;
                    };
                    readonly meaning: 'seconds';
                    readonly default: string;
                };
                readonly enabled: {
                    readonly shape: 'boolean';
                    readonly meaning: 'whether the rule is evaluated';
                    readonly default: 'true';
                };
                readonly tags: {
                    readonly shape: 'texts';
                    readonly meaning: 'ATT&CK techniques such as `attack.t1651`';
                };
                readonly references: {
                    readonly shape: 'texts';
                    readonly meaning: 'links for further reading';
                };
                readonly tests: {
                    readonly shape: {
                        readonly list: {
                            readonly name: {
                                readonly shape: 'text';
                                readonly meaning: 'what the test shows';
                                readonly required: 'the name says what the test shows';
                            };
                            readonly extends: {
                                readonly shape: 'text';
                                readonly meaning: 'the name of an earlier test, whose event this one starts from';
                            };
                            readonly matches: {
                                readonly shape: 'boolean';
                                readonly meaning: 'whether the rule matches the event';
                                readonly required: 'write matches: true or matches: false';
                            };
                            readonly event: {
                                readonly shape: 'event';
                                readonly meaning: 'the event, or the fields in which it differs from that of `extends`';
                                readonly required: 'an event is a map of fields, such as { eventName: PutImage }';
                            };
                        };
                    };
                    readonly meaning: 'run by `ecr-gate test`; each has a name, an event and whether it matches';
                };
                readonly id: {
                    readonly shape: 'text';
                    readonly meaning: 'what overrides and reports call the rule';
                    readonly default: "the file's name, or the name as a slug in a list";
                };
                readonly rulesetId: {
                    readonly shape: 'note';
                    readonly meaning: 'set by the API; optional';
                    readonly ignored: true;
                };
                readonly createdAt: {
                    readonly shape: 'note';
                    readonly meaning: 'set by the API; optional';
                    readonly ignored: true;
                };
                readonly updatedAt: {
                    readonly shape: 'note';
                    readonly meaning: 'set by the API; optional';
                    readonly ignored: true;
                };
            };
        };
        readonly meaning: 'its rules';
    };
    readonly overrides: {
        readonly shape: {
            readonly list: {
                readonly rule: {
                    readonly shape: 'text';
                    readonly meaning: 'the id of the rule';
                    readonly required: 'an override names its rule: rule: ssm-start-session';
                };
                readonly enabled: {
                    readonly shape: 'boolean';
                    readonly meaning: "whether the rule is evaluated";
                };
                readonly severityOfAlerts: {
                    readonly shape: {
                        readonly least: 1;
                        readonly most: 3;
                    };
                    readonly meaning: '1 act now, 2 review, 3 audit';
                };
                readonly action: {
                    readonly shape: {
                        readonly choices: readonly ["fail", "warn", "notice"];
                    };
                    readonly meaning: "what an alert does";
                };
                readonly threshold: {
                    readonly shape: {
                        readonly least: 1;
                    };
                    readonly meaning: "how many events within the window open an alert";
                };
                readonly window: {
                    readonly shape: {
                        readonly least: 1;
                    };
                    readonly meaning: "seconds";
                };
                readonly addSuppressions: {
                    readonly shape: 'filters';
                    readonly meaning: "added to the rule's own suppressions";
                };
            };
        };
        readonly meaning: 'changes to rules that are defined elsewhere';
    };
    readonly exceptions: {
        readonly shape: {
            readonly list: {
                readonly id: {
                    readonly shape: 'text';
                    readonly meaning: 'the finding to accept, by its whole id or an alias: CVE-2026-1234';
                };
                readonly ids: {
                    readonly shape: 'texts';
                    readonly meaning: 'the same for several findings';
                };
                readonly rule: {
                    readonly shape: 'text';
                    readonly meaning: 'the rule whose alerts to accept, by its id; `filter` says which of its events';
                };
                readonly filter: {
                    readonly shape: 'filter';
                    readonly meaning: 'which findings to accept, in [the filter language](language.md); with `rule`, which events of the rule';
                };
                readonly package: {
                    readonly shape: 'text';
                    readonly meaning: 'only findings of this package; `*` stands for any characters but `/`, `**` for any';
                };
                readonly version: {
                    readonly shape: 'text';
                    readonly meaning: 'only findings of this version of the package, with or without its epoch and release; `*` stands for any characters but `/`, `**` for any';
                };
                readonly path: {
                    readonly shape: 'text';
                    readonly meaning: 'only findings in this file of the image; `*` stands for any characters but `/`, `**` for any';
                };
                readonly image: {
                    readonly shape: 'text';
                    readonly meaning: 'only images of this name: the repository, with or without registry, and tag or digest; `*` stands for any characters but `/`, `**` for any';
                };
                readonly platform: {
                    readonly shape: 'text';
                    readonly meaning: 'only images of this platform, such as linux/arm64';
                };
                readonly severity: {
                    readonly shape: {
                        readonly choices: readonly ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED", "UNTRIAGED"];
                    };
                    readonly meaning: 'only findings of this severity';
                };
                readonly reason: {
                    readonly shape: 'text';
                    readonly meaning: 'why this is accepted';
                    readonly required: 'write reason: not reachable, the listener is not compiled in';
                };
                readonly owner: {
                    readonly shape: 'text';
                    readonly meaning: 'who answers for it';
                };
                readonly expires: {
                    readonly shape: 'end';
                    readonly meaning: 'the last day (UTC) on which it is accepted, such as 2027-01-31, or `never`';
                };
                readonly 'until-fixed': {
                    readonly shape: 'boolean';
                    readonly meaning: 'whether to accept only findings that have no fix (fixAvailable: NO)';
                    readonly default: 'false';
                };
            };
        };
        readonly meaning: 'findings and alerts that are accepted';
    };
    readonly rulesIds: {
        readonly shape: 'texts';
        readonly meaning: 'set by the API: what the ruleset contains';
    };
    readonly createdAt: {
        readonly shape: 'note';
        readonly meaning: 'set by the API';
    };
    readonly updatedAt: {
        readonly shape: 'note';
        readonly meaning: 'set by the API';
    };
};
/** The severities that a limit may name, the highest first. */
export declare const SEVERITY_LIMITS: readonly ['critical', 'high', 'medium', 'low', 'informational'];
export type SeverityLimit = (typeof SEVERITY_LIMITS)[number];
/** What a policy asks of exceptions that are not its own. */
export declare const EXCEPTION_LIMITS: {
    readonly 'severity-at-most': {
        readonly shape: {
            readonly choices: readonly ["critical", "high", "medium", "low", "informational"];
        };
        readonly meaning: 'the highest severity of a finding that they may accept; below `critical`, they accept no finding without a severity either';
    };
    readonly within: {
        readonly shape: 'duration';
        readonly meaning: 'how far from now their last day may be, such as 90d; at most 3650d';
    };
    readonly 'need-owner': {
        readonly shape: 'boolean';
        readonly meaning: 'whether each must name its owner';
        readonly default: 'false';
    };
    readonly never: {
        readonly shape: 'boolean';
        readonly meaning: 'whether they may have no last day (`expires: never`, or `until-fixed` alone)';
        readonly default: 'false';
    };
};
/** What a policy asks of rules, overrides and exceptions of rules that are not its own. */
export declare const RULE_LIMITS: {
    readonly 'may-not-tune': {
        readonly shape: 'texts';
        readonly meaning: 'the ids of rules that nobody else may override, replace, switch off or make exceptions of';
    };
};
/** The limits of a policy. They bind what the step adds, and not the policy itself. */
export declare const LIMITS: {
    readonly exceptions: {
        readonly shape: {
            readonly map: {
                readonly 'severity-at-most': {
                    readonly shape: {
                        readonly choices: readonly ["critical", "high", "medium", "low", "informational"];
                    };
                    readonly meaning: 'the highest severity of a finding that they may accept; below `critical`, they accept no finding without a severity either';
                };
                readonly within: {
                    readonly shape: 'duration';
                    readonly meaning: 'how far from now their last day may be, such as 90d; at most 3650d';
                };
                readonly 'need-owner': {
                    readonly shape: 'boolean';
                    readonly meaning: 'whether each must name its owner';
                    readonly default: 'false';
                };
                readonly never: {
                    readonly shape: 'boolean';
                    readonly meaning: 'whether they may have no last day (`expires: never`, or `until-fixed` alone)';
                    readonly default: 'false';
                };
            };
        };
        readonly meaning: "of the step's exceptions";
    };
    readonly rules: {
        readonly shape: {
            readonly map: {
                readonly 'may-not-tune': {
                    readonly shape: 'texts';
                    readonly meaning: 'the ids of rules that nobody else may override, replace, switch off or make exceptions of';
                };
            };
        };
        readonly meaning: "of the step's rules and overrides";
    };
};
/** Keys that are planned or belong elsewhere, and need a better message than "unknown key". */
export declare const MISPLACED: ReadonlyMap<string, string>;
/** The values read for the fields of a table; undefined where a field is absent or invalid. */
export type Values<T extends Table> = {
    readonly [Name in keyof T]: ValueOf<T[Name]['shape']> | undefined;
};
type ValueOf<S extends Shape> = S extends 'text' | 'note' | 'title' | 'type' | 'filter' | 'end' ? string : S extends 'texts' | 'filters' | 'paths' ? readonly string[] : S extends 'boolean' ? boolean : S extends 'duration' | {
    readonly least: number;
} ? number : S extends {
    readonly choices: readonly (infer Choice)[];
} ? Choice : S extends {
    readonly list: Table;
} ? readonly Node[] : S extends {
    readonly map: Table;
} ? MapNode : Readonly<Record<string, unknown>>;
export {};
