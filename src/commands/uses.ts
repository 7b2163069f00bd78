// What settings ask of AWS, in the words of the table of calls.

import type { Use } from '../aws/permissions.ts'
import { type Archive, parseArchive } from '../events/archive.ts'
import type { InspectorField } from '../image/intelligence.ts'
import { meansS3 } from '../s3.ts'
import { imageOfBaseline } from '../settings/baseline.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { type Central, usesOfCentral } from './central.ts'

/** The settings that decide it. */
export type Asked = Pick<
  SettingsOf<'permissions'>,
  | 'images'
  | 'baseImages'
  | 'startScan'
  | 'audit'
  | 'archived'
  | 'events'
  | 'live'
  | 'auditRoles'
  | 'imageRoles'
  | 'policyRoles'
  | 'push'
  | 'promoteTags'
  | 'onFail'
  | 'rules'
  | 'exceptions'
  | 'vex'
  | 'policy'
  | 'baseline'
> & { readonly intelligence?: readonly InspectorField[] }

/** The same with what is on no disk. */
export interface Needing extends Asked {
  readonly central: readonly Central[]
}

/** What these settings ask for. */
export function listUses(needing: Needing): readonly Use[] {
  const { images, baseImages, startScan, audit, live, auditRoles, imageRoles, policyRoles, push, promoteTags, onFail, central } = needing
  const { intelligence = [] } = needing
  const quarantines = typeof onFail === 'object'
  // A policy file may say what to do with images where a step names none.
  const isAsked = (use: Use): boolean => images.length > 0 || (use === 'image' && imageOfBaseline(needing).length > 0)
  const wanted: Readonly<Record<Use, boolean>> = {
    image: true,
    dockerfile: true,
    'rules: epss, lastKnownExploitAt': intelligence.some(field => field !== 'knownExploited'),
    'rules: knownExploited': intelligence.includes('knownExploited'),
    'base-image': baseImages.length > 0,
    'start-scan: if-missing': startScan === 'if-missing',
    'audit-source: lookup': audit !== undefined && audit.archive === undefined && audit.table === undefined,
    's3://bucket/prefix': archivesIn(needing).length > 0,
    'audit-source: athena://workgroup/database/table': audit?.table !== undefined,
    push: push !== undefined,
    'promote-tags': promoteTags.length > 0,
    'on-fail: untag': onFail === 'untag',
    'on-fail: quarantine-tag:TAG': quarantines,
    'push with on-fail: quarantine-tag:TAG': quarantines && push !== undefined,
    'audit-live: sessions': live?.kinds.includes('sessions') === true,
    'audit-live: commands': live?.kinds.includes('commands') === true,
    'audit-live: automations': live?.kinds.includes('automations') === true,
    targets: audit !== undefined || live !== undefined,
    'audit-roles': auditRoles.length > 0,
    'image-roles': imageRoles.length > 0,
    'policy-roles': policyRoles.length > 0,
    'ssm:/path': false,
    's3://bucket/key': false,
    's3://bucket/key?versionId=ID': false,
    'policy push': false,
    doctor: false,
  }
  const uses = (Object.keys(wanted) as Use[]).filter(use => wanted[use] && (isAsked(use) || !OF_IMAGES.includes(use)))
  return [...uses, ...usesOfCentral(central)]
}

const OF_IMAGES: readonly Use[] = [
  'image',
  'dockerfile',
  'rules: epss, lastKnownExploitAt',
  'rules: knownExploited',
  'start-scan: if-missing',
  'push',
  'promote-tags',
  'on-fail: untag',
  'on-fail: quarantine-tag:TAG',
  'push with on-fail: quarantine-tag:TAG',
]

/** The archives whose objects are read: that of recent activity, or those among recorded events. */
export function archivesIn({ audit, events }: Pick<Asked, 'audit' | 'events'>): readonly Archive[] {
  const recorded = events.filter(meansS3).map(parseArchive)
  return [audit?.archive, ...recorded].flatMap(archive => (archive !== undefined && 'bucket' in archive ? [archive] : []))
}
