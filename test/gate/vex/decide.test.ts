// What statements of VEX decide: about which image and package they are, and which of them holds.

import { describe, expect, test } from 'vitest'
import { toReason } from '../../../src/diagnostic.ts'
import { startVex } from '../../../src/gate/vex/apply.ts'
import type { BoundFile } from '../../../src/gate/vex/bound.ts'
import { tellVex } from '../../../src/gate/vex/tell.ts'
import type { Image } from '../../../src/image/image.ts'
import { bind, cycloneDx, DIGEST, openVex, REGISTRY, type StatementLike, THIS_IMAGE } from '../../vex/documents.ts'
import { type FindingLike, makeImage } from '../judging.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const HIGH: FindingLike = { severity: 'HIGH' }

function imageOf(finding: FindingLike = HIGH, more: Partial<Image> = {}): Image {
  const image = makeImage({ findings: [finding] })
  const uri = `${REGISTRY}/${more.repositoryName ?? 'api'}:v1@${DIGEST}`
  return { ...image, uri, findings: image.findings.map(each => ({ ...each, platform: 'DEBIAN_12' })), ...more }
}

/** The status by which the finding is let through, or `counts`. */
function decide(files: readonly BoundFile[], image: Image = imageOf()): string {
  const [finding] = image.findings
  return (finding && startVex(files, NOW).statementOf(finding, image)?.status) ?? 'counts'
}

const decideOn = (statements: readonly StatementLike[], image?: Image): string => decide([bind(openVex(statements))], image)

describe('OpenVEX: the status', () => {
  test.each<[string, StatementLike, string]>([
    ['not affected, with a justification', {}, 'not_affected'],
    ['not affected, with an impact statement', { justification: undefined, impact_statement: 'built without TLS' }, 'not_affected'],
    ['not affected, without either', { justification: undefined }, 'counts'],
    ['not affected, with a blank impact statement', { justification: undefined, impact_statement: ' ' }, 'counts'],
    ['fixed', { status: 'fixed', justification: undefined }, 'fixed'],
    ['affected', { status: 'affected', justification: undefined, action_statement: 'update' }, 'counts'],
    ['under investigation', { status: 'under_investigation', justification: undefined }, 'counts'],
    ['of another vulnerability', { vulnerability: { name: 'CVE-2026-1001' } }, 'counts'],
    ['by an alias', { vulnerability: { name: 'EX-1', aliases: ['CVE-2026-1000'] } }, 'not_affected'],
    ['as a name alone', { vulnerability: 'CVE-2026-1000', products: [THIS_IMAGE['@id']] }, 'not_affected'],
    ['without a product', { products: undefined }, 'counts'],
    ['of a time in the future', { timestamp: '2027-01-01T00:00:00Z' }, 'counts'],
  ])('%s', (_, statement, decided) => {
    expect(decideOn([statement])).toBe(decided)
  })
})

describe('the product', () => {
  const INDEX = `sha256:${'b'.repeat(64)}`
  const ofIndex = imageOf(HIGH, { indexDigest: INDEX, platform: 'linux/arm64' })
  const payments = imageOf(HIGH, { repositoryName: 'payments/api' })
  const url = `repository_url=${REGISTRY}`
  const other = `sha256%3A${'c'.repeat(64)}`

  test.each<[string, object, Image, string]>([
    ['another digest', { '@id': `pkg:oci/api@${other}` }, imageOf(), 'counts'],
    ['the digest under another name', { '@id': `pkg:oci/base@${DIGEST}` }, imageOf(), 'not_affected'],
    ['the digest in its repository', { '@id': `pkg:oci/api@${DIGEST}?${url}/payments/api` }, payments, 'not_affected'],
    ['the repository without the name', { '@id': `pkg:oci/api@${DIGEST}?${url}/payments` }, payments, 'not_affected'],
    [
      'the repository, encoded',
      { '@id': `pkg:oci/api?repository_url=${encodeURIComponent(`${REGISTRY}/payments/api`)}` },
      payments,
      'not_affected',
    ],
    ['the digest in another repository', { '@id': `pkg:oci/api@${DIGEST}?repository_url=ghcr.io/payments/api` }, payments, 'counts'],
    ['another repository of the registry', { '@id': `pkg:oci/api?${url}/web` }, payments, 'counts'],
    ['a longer repository', { '@id': `pkg:oci/api?${url}/payments/api/api` }, payments, 'counts'],
    ['its name alone', { '@id': 'pkg:oci/api' }, imageOf(), 'counts'],
    ['its tag', { '@id': `pkg:oci/api?${url}/api&tag=v1` }, imageOf(), 'not_affected'],
    ['another tag', { '@id': `pkg:oci/api?${url}/api&tag=v2` }, imageOf(), 'counts'],
    ['its tag as docker has it', { '@id': `pkg:docker/payments/api@v1?${url}` }, payments, 'not_affected'],
    ['a repository of Docker Hub', { '@id': 'pkg:docker/payments/api@v1' }, payments, 'counts'],
    ['the digest alone', { '@id': DIGEST }, imageOf(), 'not_affected'],
    ['a hash', { '@id': 'https://example.com/api', hashes: { 'sha-256': 'A'.repeat(64) } }, imageOf(), 'not_affected'],
    ['another hash beside its package URL', { ...THIS_IMAGE, hashes: { 'sha-256': 'c'.repeat(64) } }, imageOf(), 'counts'],
    ['a package URL among identifiers', { identifiers: { purl: THIS_IMAGE['@id'] } }, imageOf(), 'not_affected'],
    ['a name with its registry', { '@id': `${REGISTRY}/payments/api:v1` }, payments, 'not_affected'],
    ['a name without its registry', { '@id': 'payments/api:v1' }, payments, 'counts'],
    ['the index', { '@id': `pkg:oci/api@${INDEX}` }, ofIndex, 'not_affected'],
    ['the index, for its processor', { '@id': `pkg:oci/api@${INDEX}?arch=aarch64` }, ofIndex, 'not_affected'],
    ['the index, for another processor', { '@id': `pkg:oci/api@${INDEX}?arch=amd64` }, ofIndex, 'counts'],
    ['the index, for another system', { '@id': `pkg:oci/api@${INDEX}?os=windows` }, ofIndex, 'counts'],
    ['its digest, of an unknown processor', { '@id': `pkg:oci/api@${DIGEST}?arch=amd64` }, imageOf(), 'not_affected'],
    ['its repository, of an unknown processor', { '@id': `pkg:oci/api?${url}/api&arch=amd64` }, imageOf(), 'counts'],
    ['a web page', { '@id': 'https://example.com/api' }, imageOf(), 'counts'],
  ])('%s', (_, product, image, decided) => {
    expect(decideOn([{ products: [product] }], image)).toBe(decided)
  })
})

describe('the package', () => {
  const found = (...packages: NonNullable<FindingLike['packages']>): Image =>
    imageOf({ severity: 'HIGH', packages: packages.map(each => ({ packageManager: 'OS', ...each })) })
  const openssl = { name: 'openssl', version: '3.0.2', release: '1+deb12u5' }
  const part = (...purls: readonly string[]): StatementLike => ({
    products: [{ ...THIS_IMAGE, subcomponents: purls.map(purl => ({ '@id': purl })) }],
  })
  const alone = (purl: string): StatementLike => ({ products: [{ '@id': purl }] })

  test.each<[string, StatementLike, Image, string]>([
    ['the one that has the finding', part('pkg:deb/debian/openssl'), found(openssl), 'not_affected'],
    ['in its version', part('pkg:deb/debian/openssl@3.0.2-1%2Bdeb12u5'), found(openssl), 'not_affected'],
    ['in another version', part('pkg:deb/debian/openssl@3.0.2'), found(openssl), 'counts'],
    ['another one', part('pkg:deb/debian/curl'), found(openssl), 'counts'],
    ['another distribution', part('pkg:deb/ubuntu/openssl'), found(openssl), 'counts'],
    ['another kind of package', part('pkg:npm/openssl'), found(openssl), 'counts'],
    ['one of two', part('pkg:deb/debian/openssl'), found(openssl, { name: 'libssl3' }), 'counts'],
    ['both of two', part('pkg:deb/debian/openssl', 'pkg:deb/debian/libssl3'), found(openssl, { name: 'libssl3' }), 'not_affected'],
    [
      'of npm, with a scope',
      part('pkg:npm/%40angular/core@1.0'),
      found({ name: '@angular/core', version: '1.0', packageManager: 'NODEPKG' }),
      'not_affected',
    ],
    [
      'of PyPI, written otherwise',
      part('pkg:pypi/zope.interface'),
      found({ name: 'Zope_Interface', packageManager: 'PYTHONPKG' }),
      'not_affected',
    ],
    [
      'of Maven',
      part('pkg:maven/org.example/core@1'),
      found({ name: 'org.example:core', version: '1', packageManager: 'JAR' }),
      'not_affected',
    ],
    [
      'of Go',
      part('pkg:golang/example.com/x@v1.2.3'),
      found({ name: 'example.com/x', version: '1.2.3', packageManager: 'GOBINARY' }),
      'not_affected',
    ],
    [
      'of Go, in small letters as package URLs have it',
      part('pkg:golang/github.com/masterminds/semver@v1.2.3'),
      found({ name: 'github.com/Masterminds/semver', version: 'v1.2.3', packageManager: 'GOBINARY' }),
      'not_affected',
    ],
    ['a part of it, of which ECR does not say', part('pkg:deb/debian/openssl#usr/bin'), found(openssl), 'counts'],
    ['one named whole beside a part', part('pkg:deb/debian/curl#usr/bin', 'pkg:deb/debian/openssl'), found(openssl), 'not_affected'],
    ['alone, a part of it', alone('pkg:deb/debian/openssl#usr/bin'), found(openssl), 'counts'],
    ['in a part of the image', { products: [{ '@id': `${THIS_IMAGE['@id']}#usr/bin` }] }, found(openssl), 'counts'],
    ['no package', part('pkg:deb/debian/openssl'), imageOf({ severity: 'HIGH', packages: [] }), 'counts'],
    ['alone', alone('pkg:deb/debian/openssl@3.0.2-1%2Bdeb12u5'), found(openssl), 'not_affected'],
    ['alone, in its distribution', alone('pkg:deb/debian/openssl?distro=debian-12'), found(openssl), 'not_affected'],
    ['alone, in another release of it', alone('pkg:deb/debian/openssl?distro=debian-11'), found(openssl), 'counts'],
    ['alone, in a release by its code name', alone('pkg:deb/debian/openssl?distro=bookworm'), found(openssl), 'counts'],
    ['alone, without a distribution', alone('pkg:deb/openssl'), found(openssl), 'counts'],
    ['alone, for a processor that is not known', alone('pkg:deb/debian/openssl?arch=amd64'), found(openssl), 'counts'],
    ['alone, for all processors', alone('pkg:deb/debian/openssl?arch=all'), found(openssl), 'not_affected'],
    ['alone, in another version', alone('pkg:deb/debian/openssl@3.0.3'), found(openssl), 'counts'],
    [
      'as a part of another image',
      { products: [{ '@id': `pkg:oci/web@sha256:${'c'.repeat(64)}`, subcomponents: [{ '@id': 'pkg:deb/debian/openssl' }] }] },
      found(openssl),
      'counts',
    ],
  ])('%s', (_, statement, image, decided) => {
    expect(decideOn([statement], image)).toBe(decided)
  })

  test('each of two may have a statement of its own', () => {
    const both = [part('pkg:deb/debian/openssl'), part('pkg:deb/debian/libssl3')]
    expect(decideOn(both, found(openssl, { name: 'libssl3' }))).toBe('not_affected')
  })
})

describe('the newest statement holds', () => {
  const affected = { status: 'affected', justification: undefined }

  test.each(['#usr/bin', '?distro=bookworm', '?arch=arm64', '?x=y'])('what worries may be about a package with %s', more => {
    const packages = [{ name: 'openssl', version: '3.0.2', packageManager: 'OS' }]
    const newer = { ...affected, products: [{ '@id': `pkg:deb/debian/openssl${more}` }], timestamp: '2026-11-02T00:00:00Z' }
    expect(decideOn([{}, newer], imageOf({ ...HIGH, packages }))).toBe('counts')
  })

  test('what worries may be about a processor, where that of the image is not known', () => {
    const product = { '@id': `pkg:oci/api?repository_url=${REGISTRY}/api&arch=amd64` }
    const newer = { ...affected, products: [product], timestamp: '2026-11-02T00:00:00Z' }
    expect(decideOn([{}, newer])).toBe('counts')
    expect(decideOn([{}, newer], imageOf(HIGH, { platform: 'linux/arm64' }))).toBe('not_affected')
  })

  test('what worries may name a package in small letters', () => {
    const packages = [{ name: 'github.com/Masterminds/semver', version: 'v1.2.3', packageManager: 'GOBINARY' }]
    const newer = { ...affected, products: [{ '@id': 'pkg:golang/github.com/masterminds/semver' }], timestamp: '2026-11-02T00:00:00Z' }
    expect(decideOn([{}, newer], imageOf({ ...HIGH, packages }))).toBe('counts')
  })

  test.each<[string, readonly StatementLike[], string]>([
    ['what worries is newer', [{}, { ...affected, timestamp: '2026-11-02T00:00:00Z' }], 'counts'],
    ['what worries is older', [{ timestamp: '2026-11-02T00:00:00Z' }, affected], 'not_affected'],
    ['by its update', [{ timestamp: '2026-10-02T00:00:00Z', last_updated: '2026-11-03T00:00:00+02:00' }, affected], 'not_affected'],
    ['at the same time', [{}, affected], 'counts'],
    [
      'at the same time in another zone',
      [{ timestamp: '2026-11-02T01:00:00+01:00' }, { ...affected, timestamp: '2026-11-02T00:00:00Z' }],
      'counts',
    ],
    ['two of the same', [{}, {}], 'not_affected'],
    [
      'what worries names only an alias',
      [{}, { ...affected, vulnerability: { name: 'EX-9' }, timestamp: '2026-11-02T00:00:00Z' }],
      'counts',
    ],
    ['not affected without saying why, and newer', [{}, { justification: undefined, timestamp: '2026-11-02T00:00:00Z' }], 'counts'],
    [
      'one of the future lets nothing through, and hides nothing',
      [{}, { timestamp: '2027-01-01T00:00:00Z', status: 'fixed' }],
      'not_affected',
    ],
    ['what worries may be of the future', [{}, { ...affected, timestamp: '2027-01-01T00:00:00Z' }], 'counts'],
    [
      'what worries is about another image',
      [{}, { ...affected, products: [{ '@id': 'pkg:oci/web' }], timestamp: '2026-11-02T00:00:00Z' }],
      'not_affected',
    ],
  ])('%s', (_, statements, decided) => {
    const image = imageOf({ ...HIGH, aliases: ['EX-9'] })
    expect(decideOn(statements, image)).toBe(decided)
    expect(
      decide(
        [...statements].reverse().map(each => bind(openVex([each]))),
        image,
      ),
    ).toBe(decided)
  })
})

describe('CycloneDX', () => {
  const why = { justification: 'code_not_reachable' }
  const ofPackage = [{ ref: 'openssl' }]
  const withPackage = imageOf({ severity: 'HIGH', packages: [{ name: 'openssl', version: '3.0.2', packageManager: 'OS' }] })
  const none = { metadata: { timestamp: '2026-11-01T00:00:00Z' } }

  test.each<[string, string, string]>([
    ['not affected', cycloneDx({ state: 'not_affected', ...why }), 'not_affected'],
    ['not affected, with a detail', cycloneDx({ state: 'not_affected', detail: 'built without TLS' }), 'not_affected'],
    ['not affected, without either', cycloneDx({ state: 'not_affected', response: ['will_not_fix'] }), 'counts'],
    ['a false positive', cycloneDx({ state: 'false_positive', detail: 'another curl' }), 'not_affected'],
    ['a false positive, without saying why', cycloneDx({ state: 'false_positive' }), 'counts'],
    ['resolved', cycloneDx({ state: 'resolved' }), 'fixed'],
    ['resolved, with a pedigree', cycloneDx({ state: 'resolved_with_pedigree' }), 'fixed'],
    ['in triage', cycloneDx({ state: 'in_triage' }), 'counts'],
    ['exploitable', cycloneDx({ state: 'exploitable' }), 'counts'],
    ['no analysis', cycloneDx(undefined), 'counts'],
    ['of a package of the image', cycloneDx({ state: 'resolved' }, ofPackage), 'fixed'],
    [
      'of a package of another image',
      cycloneDx({ state: 'resolved' }, ofPackage, { metadata: { component: { type: 'container', purl: 'pkg:oci/web' } } }),
      'counts',
    ],
    [
      'of a package in an application',
      cycloneDx({ state: 'resolved' }, ofPackage, { metadata: { component: { type: 'application', name: 'shop' } } }),
      'counts',
    ],
    ['of a package alone', cycloneDx({ state: 'resolved' }, ofPackage, none), 'fixed'],
    ['of nothing', cycloneDx({ state: 'resolved' }, []), 'counts'],
    [
      'by a link into this file',
      cycloneDx({ state: 'resolved' }, [{ ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#image' }]),
      'fixed',
    ],
    [
      'by a link into another version of it',
      cycloneDx({ state: 'resolved' }, [{ ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/2#image' }]),
      'counts',
    ],
    [
      'by a package URL in another file',
      cycloneDx(
        { state: 'resolved' },
        [{ ref: 'urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#pkg%3Adeb%2Fdebian%2Fopenssl%403.0.2' }],
        none,
      ),
      'fixed',
    ],
    [
      'in a version',
      cycloneDx({ state: 'resolved' }, [{ ref: 'openssl', versions: [{ version: '3.0.2', status: 'unaffected' }] }]),
      'fixed',
    ],
    [
      'in another version',
      cycloneDx({ state: 'resolved' }, [{ ref: 'openssl', versions: [{ version: '3.0.3', status: 'unaffected' }] }]),
      'counts',
    ],
    [
      'resolved, in a version that it calls affected',
      cycloneDx({ state: 'resolved' }, [{ ref: 'openssl', versions: [{ version: '3.0.2', status: 'affected' }] }]),
      'counts',
    ],
    // By its schema a version without a status is affected.
    [
      'resolved, in a version without a status',
      cycloneDx({ state: 'resolved' }, [{ ref: 'openssl', versions: [{ version: '3.0.2' }] }]),
      'counts',
    ],
    ['in a range', cycloneDx({ state: 'resolved' }, [{ ref: 'openssl', versions: [{ range: 'vers:deb/<4' }] }]), 'counts'],
  ])('%s', (_, text, decided) => {
    expect(decide([bind(text)], withPackage)).toBe(decided)
  })

  test('what worries about some versions holds for an image that is named by its digest alone', () => {
    const analysis = { state: 'exploitable', lastUpdated: '2026-11-02T00:00:00Z' }
    const component = { type: 'container', 'bom-ref': 'image', name: 'x', hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] }
    const later = bind(cycloneDx(analysis, [{ ref: 'image', versions: [{ range: 'vers:oci/<2' }] }], { metadata: { component } }))
    expect(decide([bind(openVex([{}])), later])).toBe('counts')
  })

  test('without any time, what worries may be newer than all else', () => {
    const undated = (analysis: object): BoundFile => bind(cycloneDx(analysis).replace('"timestamp": "2026-11-01T00:00:00Z",', ''))
    expect(decide([undated({ state: 'resolved' })])).toBe('fixed')
    expect(decide([bind(openVex([{}])), undated({ state: 'exploitable' })])).toBe('counts')
    expect(decide([undated({ state: 'resolved' }), undated({ state: 'exploitable' })])).toBe('counts')
    expect(decide([bind(openVex([{ status: 'affected', justification: undefined }])), undated({ state: 'resolved' })])).toBe('counts')
  })

  test('holds together with OpenVEX', () => {
    const later = bind(cycloneDx({ state: 'exploitable', lastUpdated: '2026-11-02T00:00:00Z' }))
    expect(decide([bind(openVex([{}])), later])).toBe('counts')
    expect(decide([bind(openVex([{ timestamp: '2026-11-03T00:00:00Z' }])), later])).toBe('not_affected')
  })
})

describe('what is told', () => {
  const told = (file: BoundFile, image = imageOf()): readonly string[] => {
    const vex = startVex([file], NOW)
    for (const finding of image.findings) vex.statementOf(finding, image)
    return tellVex([file], vex.outcome(), [image], NOW).map(each => `${each.level}: ${toReason(each)}`)
  }
  const USED = 'note: api.vex.json: 1 of 1 statement is about the images, and 0 findings are let through'

  test.each<[string, BoundFile, readonly string[]]>([
    ['what it did', bind(openVex([{}])), ['note: api.vex.json: 1 of 1 statement is about the images, and 1 finding is let through']],
    [
      'that it did nothing',
      bind(openVex([{ products: [{ '@id': 'pkg:oci/web@sha256:1' }] }])),
      [
        `warning: api.vex.json: nothing in it is about an image or a package with a finding: its 1 statement names "pkg:oci/web@sha256:1"; a statement about the image names it as pkg:oci/api@${DIGEST.replace(':', '%3A')}?repository_url=${REGISTRY}/api`,
      ],
    ],
    ...[
      [`${REGISTRY}/payments/another-service-of-the-bank:1.4.3`, `${REGISTRY}/payments/another-service-of-the-bank:1.4.3`],
      ['pkg:deb/debian/curl@7?arch=amd64&distro=bookworm', 'pkg:deb/debian/curl@7?arch=amd64&distro=bookworm'],
      [`pkg:oci/api?repository_url=${REGISTRY}%2Fteam%2Fapi`, `pkg:oci/api?repository_url=${REGISTRY}/team/api`],
    ].map(([name, shown]): [string, BoundFile, readonly string[]] => [
      `in what ${name} differs from the image`,
      bind(openVex([{ products: [{ '@id': name }] }])),
      [expect.stringContaining(`its 1 statement names "${shown}"; a statement about the image`)],
    ]),
    [
      'that it says nothing',
      bind(openVex([])),
      [
        `warning: api.vex.json: it has no statement about a vulnerability; a statement about the image names it as pkg:oci/api@${DIGEST.replace(':', '%3A')}?repository_url=${REGISTRY}/api`,
      ],
    ],
    [
      'that it does not say why',
      bind(openVex([{ justification: undefined }])),
      [
        USED,
        'warning: api.vex.json:8:5: this statement about "CVE-2026-1000" says not_affected and not why, so what it is about counts; it needs a justification or an impact statement',
      ],
    ],
    [
      'that its time has not come',
      bind(openVex([{ timestamp: '2027-01-01T00:00:00Z' }])),
      [
        USED,
        'warning: api.vex.json:8:5: this statement about "CVE-2026-1000" is of a time in the future, so it lets nothing through; correct its time, or the clock',
      ],
    ],
    [
      'that it contradicts itself',
      bind(openVex([{}, { status: 'affected', justification: undefined }])),
      [
        'note: api.vex.json: 2 of 2 statements are about the images, and 0 findings are let through',
        'warning: api.vex.json:8:5: statements of the same time contradict one another about "CVE-2026-1000", so it counts: not_affected (api.vex.json:8:5), affected (api.vex.json:20:5); ask their authors which holds, and remove the other',
      ],
    ],
    [
      'that the policy does not let it do so much',
      bind(openVex([{}]), { atMost: 'medium' }),
      [
        USED,
        'warning: api.vex.json:8:5: the policy lets VEX of a step let findings through up to medium, and "CVE-2026-1000" is HIGH; ask those who keep the policy to name the file there',
      ],
    ],
  ])('%s', (_, file, messages) => {
    expect(told(file)).toEqual(messages)
  })

  test('that the policy does not let it do so much only where it would have done it', () => {
    const image = imageOf()
    const [finding] = image.findings
    const kindsOf = (...more: readonly BoundFile[]): readonly string[] => {
      const files = [bind(openVex([{}]), { atMost: 'medium' }), ...more]
      const vex = startVex(files, NOW)
      if (finding !== undefined) vex.statementOf(finding, image)
      return tellVex(files, vex.outcome(), [image], NOW).map(({ kind }) => kind)
    }
    expect(kindsOf()).toContain('vex-beyond')
    expect(kindsOf(bind(openVex([{}]), { isOfPolicy: true }))).not.toContain('vex-beyond')
    const newer = { status: 'affected', justification: undefined, timestamp: '2026-11-02T00:00:00Z' }
    expect(kindsOf(bind(openVex([newer])))).not.toContain('vex-beyond')
    expect(kindsOf(bind(openVex([{ ...newer, timestamp: '2026-10-02T00:00:00Z' }])))).toContain('vex-beyond')
  })

  test('an image that was not read may have what it is about', () => {
    expect(told(bind(openVex([{ products: [{ '@id': 'pkg:deb/debian/curl' }] }])), imageOf(HIGH, { gaps: ['not read'] }))).toEqual([])
  })
})

test('what it says, by whom and where', () => {
  const image = imageOf()
  const [finding] = image.findings
  const file = bind(openVex([{ impact_statement: 'built without TLS' }]))
  expect(finding && startVex([file], NOW).statementOf(finding, image)).toEqual({
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    impact: 'built without TLS',
    author: 'Example Ltd',
    at: 'api.vex.json:8:5',
  })
})
