// The SDK's clients for the fake, without retries: one call is one request.

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { ECRClient } from '@aws-sdk/client-ecr'
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'
import type { Aws } from './server.ts'

interface ClientOptions {
  readonly region?: string
}

function configure({ endpoint, env }: Pick<Aws, 'endpoint' | 'env'>, { region = 'eu-west-1' }: ClientOptions) {
  const credentials = { accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '' }
  return { endpoint, region, credentials, maxAttempts: 1 }
}

export function ecrClient(aws: Aws, options: ClientOptions = {}): ECRClient {
  return new ECRClient(configure(aws, options))
}

export function cloudTrailClient(aws: Aws, options: ClientOptions = {}): CloudTrailClient {
  return new CloudTrailClient(configure(aws, options))
}

export function stsClient(aws: Aws, options: ClientOptions = {}): STSClient {
  return new STSClient(configure(aws, options))
}

export function ssmClient(aws: Pick<Aws, 'endpoint' | 'env'>, options: ClientOptions = {}): SSMClient {
  return new SSMClient(configure(aws, options))
}

export function taggingClient(aws: Aws, options: ClientOptions = {}): ResourceGroupsTaggingAPIClient {
  return new ResourceGroupsTaggingAPIClient(configure(aws, options))
}
