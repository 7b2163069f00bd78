// Certificates made by openssl: an authority that nobody knows, and a server's certificate that it signed.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Authority {
  /** The certificate that clients have to trust. */
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

/** Makes an authority and a certificate of 127.0.0.1 in a folder. */
export function makeCertificates(folder: string): Authority {
  const path = (name: string): string => join(folder, name)
  const openssl = (...words: string[]): void => {
    const { status, error, stderr } = spawnSync('openssl', words, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${words[0]} failed (${error?.message ?? `exit code ${status}`})\n${stderr}`)
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = ['-subj', '/CN=test authority', '-addext', 'basicConstraints=critical,CA:TRUE', '-days', '2']
  openssl('req', '-x509', ...key, '-keyout', path('ca.key'), '-out', path('ca.pem'), ...authority)
  openssl('req', ...key, '-keyout', path('server.key'), '-out', path('server.csr'), '-subj', '/CN=127.0.0.1')
  writeFileSync(path('server.ext'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n')
  const by = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', path('server.ext')]
  openssl('x509', '-req', '-in', path('server.csr'), ...by, '-out', path('server.pem'))
  return { ca: path('ca.pem'), certificate: path('server.pem'), key: path('server.key') }
}
