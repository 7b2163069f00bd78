'use strict';

// What a verdict allows to be done with its images, and what was done, as plain values.



/** The image that this run pushed before judging it. */




















/** What was done with the images. A problem makes the run fail, whatever the verdict. */










/** Whether images with this verdict get their tags: after `pass`, and after `warn` only where that was requested. */
function isReleased(verdict         , { promoteOnWarn }                                     )          {
  return verdict === 'pass' || (verdict === 'warn' && promoteOnWarn)
}

/** The requested tags that images have now, including those that were already there. */
function promotedTags({ images }         )                    {
  return [...new Set(images.flatMap(({ tags }) => tags.flatMap(({ tag, state }) => (state === 'set' || state === 'already' ? [tag] : []))))]
}

exports.isReleased = isReleased;
exports.promotedTags = promotedTags;
