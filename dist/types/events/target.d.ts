import { type Fields } from '../json.js';
/** A target as events have it. What is not known of it is not there: a container has no platform, a node may have no tags. */
export interface Target {
    /** `i-…` for an instance, `mi-…` for a node outside of EC2, `ecs:cluster_task_container` for a container. */
    readonly id: string;
    /** The tag Name, else the name that the node was registered with, else its computer's name; cluster/container for a container. */
    readonly name?: string;
    /** Linux, Windows or MacOS. */
    readonly platform?: string;
    /** Online, ConnectionLost or Inactive. */
    readonly pingStatus?: string;
    readonly tags?: Readonly<Record<string, string>>;
}
/** A target of which something is not known: the fields that it lacks may have any value. */
export interface UnknownTarget extends Partial<Target> {
    readonly omitted: true;
    /** Continues a sentence that begins with "a target"; absent where CloudTrail left out what would name it. */
    readonly reason?: string;
    /** It could not be asked for. Otherwise AWS was asked, or nobody would be. */
    readonly unread?: true;
}
export type Described = Target | UnknownTarget;
/** The fields of a target, of which an event may have several. */
export declare const TARGET_FIELDS: {
    readonly id: 'many';
    readonly name: 'many';
    readonly platform: 'many';
    readonly pingStatus: 'many';
    readonly tags: 'open';
};
/** Whether calls to a service are about targets: those of Systems Manager and of its parts, such as ssm-guiconnect. */
export declare function namesTargets(eventSource: string): boolean;
/** The ids of the targets that an event is about: a recorded call to Systems Manager, or what it says of a session or a command. */
export declare function targetIdsOf(event: Fields): readonly string[];
/**
 * The event with what is known of its targets in its field `target`: an object, or a list if there are several. An event about no target
 * is returned as it is.
 */
export declare function withTargets(event: Fields, describe: (id: string) => Described): Fields;
/** A recorded event with the ids of its targets. An event that has a target says itself what is known of it. */
export declare function withTargetIds(event: Fields): Fields;
/** The same where a rule looks at what describes targets: they are marked as unknown. */
export declare function withUnknownTargets(event: Fields): Fields;
/** The event with no other tags of its targets than these. Nobody else knows what the others say, or who may read it. */
export declare function withTagsAlone(event: Fields, asked: ReadonlySet<unknown>): Fields;
/** Whether a target of an event could not be asked for. */
export declare function hasUnreadTarget(event: Fields): boolean;
/** The targets of an event of which something is not known, each with the reason. */
export declare function unknownTargetsOf(event: Fields): readonly {
    readonly id: string | undefined;
    readonly reason: string;
}[];
/** What the id of a target is. */
export type Kind = {
    readonly kind: 'instance' | 'hybrid node';
} | {
    readonly kind: 'container';
    readonly cluster: string;
    readonly task: string;
    readonly container: string;
};
/** What the id of a target is; undefined for what AWS would not take for one. */
export declare function kindOfTarget(id: string): Kind | undefined;
/** Where a target is: what its ARN is made of. */
export interface TargetPlace {
    readonly partition: string;
    readonly region: string;
    readonly account: string;
}
/** The ARN under which a target has its tags; a container has those of its task. */
export declare function arnOfTarget(id: string, { partition, region, account }: TargetPlace): string | undefined;
