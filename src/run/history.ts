// Reads which instructions made the layers that have findings. Without it findings only stand on less exact lines, so what cannot be
// read is a note.

import type { Diagnostic, Tell } from '../diagnostic.ts'
import { captureFault, Fault, type FaultCode } from '../fault.ts'
import type { Step } from '../image/history.ts'
import type { Image } from '../image/image.ts'
import { connectionOf } from './accounts.ts'
import type { RunContext } from './context.ts'
import type { ReadResult } from './read.ts'

/** How many configurations are read at the same time. */
const AT_ONCE = 4

/** What ends the reading of all, because it would end each of them. */
const LASTING: readonly FaultCode[] = ['aws-denied', 'aws-unreachable', 'aws-credentials', 'network-settings', 'stopped']

/**
 * One list of layers for each image that has findings in layers of its own, and was read from ECR. What is wrong with an image is
 * collected for the report; that the way there is closed is so in every run, and only told.
 */
export async function readHistories(
  { aws, settings, tell }: RunContext,
  { images, named }: ReadResult,
  collect: Tell,
): Promise<readonly (readonly Step[])[]> {
  const asked = images.filter(hasUsefulLayers)
  if (aws === undefined || asked.length === 0) return []
  const [{ default: pMap }, { readSteps }] = await Promise.all([import('p-map'), import('../ecr/history.ts')])
  let isOver = false
  const read = async (image: Image): Promise<readonly Step[]> => {
    const uri = named.find(each => isOf(image, each.uri))?.uri
    if (isOver || uri === undefined || image.contents === null) return []
    const { contents } = image
    const steps = await captureFault(() => readSteps(connectionOf(aws, settings.imageRoles, uri), uri, contents))
    if (!(steps instanceof Fault)) return steps
    // A run that is stopped says so itself.
    if (isOver || steps.code === 'stopped') return []
    isOver = LASTING.includes(steps.code)
    const say = isOver ? tell : collect
    say(toNote(steps, image))
    return []
  }
  return pMap(asked, read, { concurrency: AT_ONCE })
}

function hasUsefulLayers({ contents, findings }: Image): boolean {
  const layers = new Set(contents?.config === null ? [] : contents?.layers)
  return findings.some(({ packages }) => packages.some(({ layer }) => layer !== null && layers.has(layer)))
}

function isOf(image: Image, uri: ReadResult['named'][number]['uri']): boolean {
  return image.registryId === uri.registryId && image.region === uri.region && image.repositoryName === uri.repositoryName
}

function toNote({ diagnostic }: Fault, { uri }: Image): Diagnostic {
  const message = `which instructions made the layers is not known: ${diagnostic.message}`
  return { ...diagnostic, level: 'note', kind: 'layers', message, at: uri }
}
