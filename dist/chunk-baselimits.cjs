'use strict';

const read = require('./chunk-read.cjs');

// What the limits of a policy mean for findings of the base image. The policy alone decides about them only where it names both the base
// image and what happens for its findings: whoever names the base image says which findings are its own.









/** Reports that a step lets findings of the base image through, where the policy wants an end of everything that is let through. */
function checkBaseLimits(settings              )                        {
  const { baseImages = [], policy } = settings;
  const [setting] = addedBy(settings);
  return policy?.file === undefined || setting === undefined || baseImages.length === 0 ? [] : read.checkEndless(policy.file.limits, setting)
}

/** The highest severity of the findings that may be let through; undefined: any. */
function baseAtMost(settings              )                            {
  return addedBy(settings).length === 0 ? undefined : settings.policy?.file?.limits.exceptions?.severityAtMost?.value
}

/** Counts the findings of base images that would be let through but for the limit. The images are those that were judged. */
function tellBeyondBase(images                  , settings              )                        {
  const atMost = baseAtMost(settings);
  const beyond = images.flatMap(({ findings }) =>
    findings.filter(each => each.fromBase && read.isCounted(each) && !read.UNRATED.includes(each.severity) && !read.isWithin(atMost, each.severity)),
  );
  if (beyond.length === 0) return []
  const message = `the policy lets a step let findings of the base image through up to ${atMost}, so ${read.plural(beyond.length, 'finding')} that came with it ${read.agree(beyond.length, 'counts', 'count')} all the same`;
  const help = 'ask those who keep the policy to write base-image and base-image-findings: warn there';
  return [{ level: 'warning', kind: 'base-image', message, help }]
}

/** Which of the settings that let findings through are not the policy's. */
function addedBy({ baseImageFindings, policy }              )                    {
  if (baseImageFindings !== 'warn') return []
  return ['base-image-findings', 'base-image'].filter(setting => !policy?.file?.settings.some(({ name }) => name === setting))
}

exports.baseAtMost = baseAtMost;
exports.checkBaseLimits = checkBaseLimits;
exports.tellBeyondBase = tellBeyondBase;
