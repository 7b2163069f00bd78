import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPushSource, type PushSource, parsePushSource } from '../../src/settings/source.ts'

describe('is read', () => {
  test.each<[string, PushSource]>([
    ['docker-daemon:api:1.4.2', { kind: 'docker-daemon', name: 'api:1.4.2' }],
    ['docker-daemon:localhost:5000/team/api:1.4.2', { kind: 'docker-daemon', name: 'localhost:5000/team/api:1.4.2' }],
    [`docker-daemon:api@sha256:${'a1'.repeat(32)}`, { kind: 'docker-daemon', name: `api@sha256:${'a1'.repeat(32)}` }],
    ['containers-storage:localhost/api:latest', { kind: 'containers-storage', name: 'localhost/api:latest' }],
    ['docker-archive:build/api.tar', { kind: 'docker-archive', path: 'build/api.tar', reference: null }],
    ['docker-archive:/tmp/a b.tar:team/api:1.0', { kind: 'docker-archive', path: '/tmp/a b.tar', reference: 'team/api:1.0' }],
    ['docker-archive:api.tar:@0', { kind: 'docker-archive', path: 'api.tar', reference: '@0' }],
    ['oci:build/image', { kind: 'oci', path: 'build/image', reference: null }],
    ['oci:build/image-', { kind: 'oci', path: 'build/image-', reference: null }],
    [`oci:image:${'v'.repeat(512)}`, { kind: 'oci', path: 'image', reference: 'v'.repeat(512) }],
    [`docker-daemon:${'a'.repeat(255)}:1`, { kind: 'docker-daemon', name: `${'a'.repeat(255)}:1` }],
    ['oci:.:v1', { kind: 'oci', path: '.', reference: 'v1' }],
    ['oci-archive:image.tar:latest', { kind: 'oci-archive', path: 'image.tar', reference: 'latest' }],
  ])('%s', (text, source) => {
    expect(parsePushSource(text)).toEqual(source)
    expect(formatPushSource(source)).toBe(text)
  })
})

describe('is refused', () => {
  test.each<[string, string, string]>([
    ['', 'the source of the push is empty', 'docker-daemon:NAME:TAG'],
    ['api:1.4.2', 'does not name its kind', 'docker-daemon:api:1.4.2'],
    ['api', 'does not name its kind', 'docker-daemon:api:TAG'],
    ['localhost:5000/api:1', 'does not name its kind', 'docker-daemon:localhost:5000/api:1'],
    ['docker-deamon:api:1', '"docker-deamon" is not a kind of source', 'did you mean "docker-daemon"?'],
    ['OCI:folder', '"OCI" is not a kind of source', 'did you mean "oci"?'],
    ['oci_archive:a.tar', '"oci_archive" is not a kind', 'did you mean "oci-archive"?'],
    ['dir:/tmp/x', '"dir" is not a kind of source', 'oci:FOLDER'],
    ['image.tar', 'does not name its kind', 'write docker-archive:image.tar (docker save) or oci-archive:image.tar'],
    ['image.tar.gz', 'does not name its kind', 'write docker-archive:image.tar.gz (docker save)'],
    ['build/image.tgz', 'does not name its kind', 'write docker-archive:build/image.tgz (docker save)'],
    ['./build', 'does not name its kind', 'write oci:./build (a folder), docker-archive:./build (docker save) or oci-archive:./build'],
    ['../build:v1', 'does not name its kind', 'write oci:../build (a folder)'],
    ['/build', 'does not name its kind', 'write oci:/build (a folder)'],
    ['team/api:1', 'does not name its kind', 'docker-daemon:team/api:1'],
    ['api.tarball:1', 'does not name its kind', 'docker-daemon:api.tarball:1'],
    ['Team/api:1', 'does not name its kind', 'docker-daemon:Team/api:1'],
    ['Web:1', '"Web" is not a kind of source', 'write one of docker-daemon:NAME:TAG'],
    ['Web', 'source "Web" does not name its kind', 'write one of docker-daemon:NAME:TAG'],
    ['web:a b', '"web" is not a kind of source', 'write one of docker-daemon:NAME:TAG'],
    [':1', '"" is not a kind of source', 'write one of docker-daemon:NAME:TAG'],
    ['docker://docker.io/library/api:1', 'is already in a registry', 'pull it first'],
    ['--all', 'begins with "-"', 'docker-daemon:NAME:TAG'],
    ['oci:-x', 'begins with "-"', './-NAME'],
    ['docker-daemon:-v:1', 'begins with "-"', './-NAME'],
    ['docker-daemon:api', 'has no tag', 'docker-daemon:api:TAG'],
    ['docker-daemon:localhost:5000/api', 'has no tag', 'docker-daemon:localhost:5000/api:TAG'],
    ['docker-daemon:Api:1', '"Api" is not a valid image name', 'capital letters'],
    ['docker-daemon::1', '"" is not a valid image name', 'docker-daemon:NAME:TAG'],
    [`docker-daemon:${'a'.repeat(256)}:1`, 'is not a valid image name', 'docker-daemon:NAME:TAG'],
    ['docker-daemon:api//:1', '"api//" is not a valid image name', 'docker-daemon:NAME:TAG'],
    ['docker-daemon:api:a b', '"a b"', 'docker-daemon:NAME:TAG'],
    ['docker-daemon:api@sha256:12', 'is not a valid image name', 'docker-daemon:NAME:TAG'],
    [`docker-daemon:api@sha256:${'a1'.repeat(32)}0`, 'is not a valid image name', 'docker-daemon:NAME:TAG'],
    [`docker-daemon:api@xsha256:${'a1'.repeat(32)}`, 'is not a valid image name', 'docker-daemon:NAME:TAG'],
    [`docker-daemon:Api@sha256:${'a1'.repeat(32)}`, 'is not a valid image name', 'docker-daemon:NAME:TAG'],
    [`docker-daemon:api@sha256:${'a1'.repeat(32)}@x`, 'is not a valid image name', 'docker-daemon:NAME:TAG'],
    ['containers-storage:[vfs@/x]api:1', 'is not a valid image name', 'containers-storage:NAME:TAG'],
    ['docker-daemon://api:1', 'has "//" after its kind', 'docker-daemon:NAME:TAG'],
    ['oci:', 'names no image', 'oci:FOLDER'],
    ['oci::latest', 'names no folder', 'oci:FOLDER'],
    ['oci-archive::x', 'names no file', 'oci-archive:FILE'],
    ['oci:folder:-v', '"-v"', 'oci:FOLDER'],
    [`oci:folder:${'v'.repeat(513)}`, 'is not a valid image reference', 'oci:FOLDER'],
    ['oci:folder:a b', '"a b"', 'oci:FOLDER'],
    ['docker-daemon:api:', '"" in source', 'docker-daemon:NAME:TAG'],
    ['oci:folder:', 'is not a valid image reference', 'oci:FOLDER'],
    ['oci:a\nb', 'line break', 'oci:FOLDER'],
    ['oci:a\0b', 'line break or a control character', 'oci:FOLDER'],
    [' ', 'the source of the push is empty', 'oci:FOLDER'],
    [' oci:a', 'leading or trailing whitespace', 'remove it'],
  ])('%j', (text, message, help) => {
    const problem = parsePushSource(text)
    expect(problem).toMatchObject({ level: 'error', kind: 'usage' })
    expect(problem).toMatchObject({ message: expect.stringContaining(message), help: expect.stringContaining(help) })
  })
})

test('any text is a source that is written as it was read, or a problem in one line', () => {
  const kinds = fc.constantFrom('docker-daemon:', 'docker-archive:', 'oci:', 'oci-archive:', 'containers-storage:', '')
  const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z:/@.-]{0,20}$/))
  fc.assert(
    fc.property(kinds, texts, (kind, text) => {
      const read = parsePushSource(kind + text)
      if ('message' in read) return !/[\n\r\0]/.test(read.message + (read.help ?? ''))
      const rest = 'path' in read ? read.path : read.name
      return formatPushSource(read) === kind + text && !rest.startsWith('-') && rest !== ''
    }),
  )
})
