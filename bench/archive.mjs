// Makes an invented archive of CloudTrail to measure with.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const PER_FILE = 400

/** Writes files of 400 records, one in twenty from Systems Manager, and returns their size before compression. */
export function makeArchive(folder, files, secondsApart = 1) {
  const bytes = Array.from({ length: files }, (_, file) => {
    const records = Array.from({ length: PER_FILE }, (_, i) => makeRecord(file * PER_FILE + i, i, secondsApart))
    const text = JSON.stringify({ Records: records })
    writeFileSync(join(folder, `${String(file).padStart(4, '0')}.json.gz`), gzipSync(text))
    return text.length
  })
  return bytes.reduce((sum, length) => sum + length, 0)
}

/** One record: its number in the archive, and in its file. */
export function makeRecord(number, i, secondsApart, start = 1_760_000_000_000) {
  const ssm = i % 20 === 0
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::111122223333:assumed-role/role-${i % 7}/session`,
      accountId: '111122223333',
    },
    eventTime: new Date(start + number * secondsApart * 1000).toISOString(),
    eventSource: ssm ? 'ssm.amazonaws.com' : 's3.amazonaws.com',
    eventName: ssm ? 'DescribeParameters' : 'GetBucketAcl',
    awsRegion: 'eu-central-1',
    sourceIPAddress: `192.0.2.${i % 250}`,
    userAgent: 'aws-cli/2.22.4 md/awscrt#0.23.4 ua/2.0 os/linux#6.8 md/arch#x86_64 lang/python#3.12.6',
    requestParameters: { bucketName: `bucket-${i}`, filters: [{ key: 'Name', values: [`value-${i}`, 'a "quoted" [text]'] }] },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      bytesTransferredOut: i,
    },
  }
}
