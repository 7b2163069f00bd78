// Makes the JSON Schema of policy files from the table of settings and the tables of rule files.

import { choicesSchema, policySchema, type Schema } from '../src/rules/schema.ts'
import { POLICY_SETTINGS } from '../src/settings/policy.ts'
import { SETTINGS, type Setting, type SettingName } from '../src/settings/table.ts'

const VALUE = { type: ['string', 'number', 'boolean'] }
const LIST = { type: 'array', items: VALUE, minItems: 1 }

/** The schema of a policy file. What a value means is checked by `ecr-gate lint`. */
export function writePolicySchema(): Schema {
  const settings = [...POLICY_SETTINGS.takes].map(([name, takes]) => {
    const { help, kind, default: preset }: Setting = SETTINGS[name as SettingName]
    const description = preset === undefined ? help : `${help}; default ${preset}`
    if (typeof kind === 'object') return [name, { description, ...schemaOfChoices(kind.choices) }]
    const forms = takes === 'one' ? [VALUE] : takes === 'severities' ? [VALUE, LIST, { type: 'object' }] : [VALUE, LIST]
    return [name, { description, anyOf: forms }]
  })
  return policySchema(Object.fromEntries(settings) as Readonly<Record<string, Schema>>)
}

// YAML reads true as a boolean.
function schemaOfChoices(choices: readonly string[]): Schema {
  return choices.includes('true') ? { anyOf: [{ type: 'boolean' }, choicesSchema(choices)] } : choicesSchema(choices)
}
