'use strict';

const read = require('./chunk-read.cjs');
const limits = require('./chunk-limits.cjs');

// What the limits of a policy mean for settings that let findings through and have no end: a baseline, and base images. The policy alone
// decides about them only where it names all settings that say which findings these are: whoever names the base image, or the tags that
// `previous` means, says that too.









/** The settings that say which findings are let through; none where none are. */
const NAMED_BY = {
  baseline: ({ baseline }                 )                    =>
    baseline === undefined ? [] : baseline.kind === 'previous' ? ['baseline', 'promote-tags'] : ['baseline'],
  'base image': ({ baseImages = [], baseImageFindings }                 )                    =>
    baseImageFindings === 'warn' && baseImages.length > 0 ? ['base-image-findings', 'base-image'] : [],
};


/** Reports what a step lets through in this way, where the policy wants an end of everything that is let through. */
function checkEndlessSettings(settings                 )                        {
  const limits$1 = settings.policy?.file?.limits;
  if (limits$1 === undefined) return []
  return (Object.keys(NAMED_BY)             )
    .flatMap(what => listAdded(what, settings).slice(0, 1))
    .flatMap(each => limits.checkEndless(limits$1, each))
}

/** The highest severity of the findings that may be let through; undefined: any. */
function atMostOf(what         , settings                 )                            {
  return listAdded(what, settings).length === 0 ? undefined : settings.policy?.file?.limits.exceptions?.severityAtMost?.value
}

/** Counts the findings of base images that would be let through but for the limit. The images are those that were judged. */
function tellBeyondBase(images                  , settings                 )                        {
  const atMost = atMostOf('base image', settings);
  const beyond = images.flatMap(({ findings }) =>
    findings.filter(each => each.fromBase && read.isCounted(each) && !read.UNRATED.includes(each.severity) && !limits.isWithin(atMost, each.severity)),
  );
  if (beyond.length === 0) return []
  const message = `the policy lets a step let findings of the base image through up to ${atMost}, so ${read.plural(beyond.length, 'finding')} that came with it ${read.agree(beyond.length, 'counts', 'count')} all the same`;
  const help = 'ask those who keep the policy to write base-image and base-image-findings: warn there';
  return [{ level: 'warning', kind: 'base-image', message, help }]
}

/** Whether the policy has a setting. */
function isOfPolicy(setting        , { policy }                                 )          {
  return policy?.file?.settings.some(({ name }) => name === setting) === true
}

// Which of the settings are not the policy's.
function listAdded(what         , settings                 )                    {
  return NAMED_BY[what](settings).filter(setting => !isOfPolicy(setting, settings))
}

exports.atMostOf = atMostOf;
exports.checkEndlessSettings = checkEndlessSettings;
exports.isOfPolicy = isOfPolicy;
exports.tellBeyondBase = tellBeyondBase;
