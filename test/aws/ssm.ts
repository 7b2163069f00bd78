// AWS Systems Manager: sessions, commands and automations that are going on or have ended, and the nodes that they are about.

import { type Automations, makeAutomations } from './automations.ts'
import { type Commands, makeCommands } from './commands.ts'
import { makeNodes, type Nodes } from './nodes.ts'
import { makeSessions, type Sessions } from './sessions.ts'
import type { Operation } from './wire.ts'

export interface Ssm extends Sessions, Commands, Automations, Nodes {}

export function makeSsm(account: string): Ssm & { readonly operations: Readonly<Record<string, Operation>> } {
  const parts = [makeSessions(account), makeCommands(account), makeAutomations(account), makeNodes()] as const
  const [sessions, commands, automations, nodes] = parts
  return {
    ...sessions,
    ...commands,
    ...automations,
    ...nodes,
    operations: Object.assign({}, ...parts.map(({ operations }) => operations)),
  }
}
