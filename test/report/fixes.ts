// What to do now, as values for the tests of formats.

import type { ReportedChange, ReportedFixes } from '../../src/report/report.ts'

/** Fixes that contain this text wherever text may be untrusted. */
export function hostileFixes(text: string, images: readonly string[]): ReportedFixes {
  const pack = { name: text, manager: text, path: text, from: text, to: text, isNeeded: true }
  const change: ReportedChange = {
    kind: 'package',
    images,
    packages: [pack],
    fixes: [text],
    severityCounts: { [text]: 1, HIGH: 2 },
    at: { file: text, line: 1 },
  }
  return {
    steps: [
      {
        from: 'fail',
        verdict: 'warn',
        changes: [change, { ...change, at: null }, { ...change, kind: 'base image', packages: [pack, { ...pack, from: null }] }],
        unfixable: [
          { images, package: text, ids: [text, text], severityCounts: { [text]: 2 }, exception: text },
          { images: [text], package: null, ids: [text], severityCounts: { [text]: 1 }, exception: text },
        ],
      },
      { from: 'warn', verdict: 'pass', changes: [{ ...change, at: null, packages: [{ ...pack, path: null }] }], unfixable: [] },
    ],
    isSmallest: false,
    verdict: 'warn',
    remains: [text],
    untold: [{ images, package: text, ids: [text, text], severityCounts: { [text]: 2 }, why: 'version' }],
  }
}

/** Two changes end the block, one more what warns; a finding has no fix. */
export function ordinaryFixes(images: readonly string[]): ReportedFixes {
  const axios: ReportedChange = {
    kind: 'package',
    images,
    packages: [{ name: 'axios', manager: 'NODEPKG', path: 'app/package-lock.json', from: '0.21.1', to: '1.7.4', isNeeded: true }],
    fixes: ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003', 'CVE-2026-0004'],
    severityCounts: { CRITICAL: 1, HIGH: 2, MEDIUM: 1 },
    at: { file: 'app/package-lock.json', line: 5 },
  }
  const system = (name: string, from: string, to: string, isNeeded: boolean) => ({ name, manager: 'OS', path: null, from, to, isNeeded })
  const base: ReportedChange = {
    kind: 'base image',
    images,
    packages: [
      system('openssl', '3.0.11-1~deb12u2', '3.0.15-1~deb12u1', true),
      system('libssl3', '3.0.11-1~deb12u2', '3.0.15-1~deb12u1', true),
      system('zlib1g', '1:1.2.13.dfsg-1', '1:1.2.13.dfsg-2', false),
    ],
    fixes: ['CVE-2026-0005', 'CVE-2026-0006', 'CVE-2026-0007'],
    severityCounts: { HIGH: 2, LOW: 1 },
    at: { file: 'Dockerfile', line: 7 },
  }
  const tar: ReportedChange = {
    kind: 'package',
    images,
    packages: [{ name: 'tar', manager: 'NODEPKG', path: 'app/node_modules/tar/package.json', from: '6.1.0', to: '6.2.1', isNeeded: true }],
    fixes: ['CVE-2026-0008'],
    severityCounts: { MEDIUM: 1 },
    at: null,
  }
  const exception = '- { id: CVE-2026-0009, package: libxml2, image: payments/api, reason: WHY, expires: YYYY-MM-DD, until-fixed: true }'
  return {
    steps: [
      {
        from: 'fail',
        verdict: 'warn',
        changes: [axios, base],
        unfixable: [{ images, package: 'libxml2', ids: ['CVE-2026-0009'], severityCounts: { HIGH: 1 }, exception }],
      },
      { from: 'warn', verdict: 'pass', changes: [tar], unfixable: [] },
    ],
    isSmallest: true,
    verdict: 'pass',
    remains: [],
    untold: [],
  }
}
