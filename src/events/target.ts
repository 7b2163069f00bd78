// What a session, a command or an automation is about: a managed node, or a container of a task in Amazon ECS.

import type { FieldTree } from '../language/vocabulary.ts'

/** A target as events have it. What is not known of it is not there: a container has no platform, a node may have no tags. */
export interface Target {
  /** `i-…` for an instance, `mi-…` for a node outside of EC2, `ecs:cluster_task_container` for a container. */
  readonly id: string
  /** The tag Name, else the name that the node was registered with, else its computer's name; cluster/container for a container. */
  readonly name?: string
  /** Linux, Windows or MacOS. */
  readonly platform?: string
  /** Online, ConnectionLost or Inactive. */
  readonly pingStatus?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** The fields of a target, of which an event may have several. */
export const TARGET_FIELDS = {
  id: 'many',
  name: 'many',
  platform: 'many',
  pingStatus: 'many',
  tags: 'open',
} as const satisfies FieldTree
