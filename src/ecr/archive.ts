// Images in ECR's archive: they are described but not given, so a request for one looks as if it did not exist.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive_restore_image.html

import type { Problem } from '../diagnostic.ts'
import { captureFault } from '../fault.ts'
import { RESTORE } from '../image/status.ts'
import { ownList, ownText } from '../json.ts'
import type { Ecr, ImageId } from './calls.ts'

/** Says that an image is in the archive; undefined if it is not, or if ECR does not say. */
export async function explainAbsence(ecr: Ecr, id: ImageId): Promise<Pick<Problem, 'message' | 'help'> | undefined> {
  // This only explains, so a failure to read it is ignored.
  const answered = await captureFault(() => ecr.describeStoredImage(id))
  const details = 'answer' in answered ? ownList(answered.answer, 'imageDetails') : []
  const states = new Set(details.map(detail => ownText(detail, 'imageStatus')))
  if (states.size !== 1) return undefined
  if (states.has('ARCHIVED')) return { message: 'the image is archived', help: RESTORE }
  if (!states.has('ACTIVATING')) return undefined
  return { message: 'the image is being restored from the archive', help: 'run it again when it is restored, which takes up to 20 minutes' }
}
