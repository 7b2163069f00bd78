// AWS Systems Manager: sessions, commands and automations that are going on or have ended, and the nodes that they are about.

import { type Automations, makeAutomations } from './automations.ts'
import { type Commands, makeCommands } from './commands.ts'
import { makeNodes, type Nodes } from './nodes.ts'
import { makeParameters, type Parameters } from './parameters.ts'
import { makeSessions, type Sessions } from './sessions.ts'
import type { Operation } from './wire.ts'

export interface Ssm extends Sessions, Commands, Automations, Nodes, Parameters {}

export function makeSsm(account: string): Ssm & { readonly operations: Readonly<Record<string, Operation>> } {
  const parts = [makeSessions(account), makeCommands(account), makeAutomations(account), makeNodes(), makeParameters(account)] as const
  const [sessions, commands, automations, nodes, parameters] = parts
  return {
    ...sessions,
    ...commands,
    ...automations,
    ...nodes,
    ...parameters,
    operations: Object.assign({}, ...parts.map(({ operations }) => operations)),
  }
}
