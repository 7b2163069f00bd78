'use strict';

const scan = require('./chunk-scan.cjs');

// The one place where a verdict is reached: fail > undecided > warn > pass, over all images, files and rules.

                                       
                                             
                                            

const VERDICTS = ['fail', 'undecided', 'warn', 'pass'];         
                                               

                           
                           
                                              
                                     
 

                  
                           
                       
 

/** Reaches the verdict over everything that was seen, and over what was not. */
function reachVerdict(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
)           {
  const reasons = [
    ...alerts.flatMap(alert => reasonOfAlert(alert, images)),
    ...images.flatMap(image => reasonsOfImage(image, images, untriaged)),
    ...coverage.filter(({ state }) => state === 'gap').map(({ message })         => ({ verdict: 'undecided', text: message })),
  ];
  const verdict = VERDICTS.find(candidate => reasons.some(reason => reason.verdict === candidate)) ?? 'pass';
  if (verdict === 'pass') return { verdict, reasons: reasonsToPass(alerts, images, coverage) }
  return { verdict, reasons: VERDICTS.flatMap(each => reasons.filter(reason => reason.verdict === each).map(({ text }) => text)) }
}

// Titles name the repository; of several images the tag and the digest tell which one is meant.
function reasonOfAlert(alert       , images                  )                    {
  if (alert.action === 'notice') return []
  const several = alert.count === 1 ? '' : ` (${alert.count} events)`;
  const about = images.find(({ uri }) => uri === alert.image);
  const name = about === undefined ? scan.nameImage(alert.image ?? '') : nameAmong(images, about);
  const image = alert.image === null || images.length === 1 ? '' : `${name}: `;
  return [{ verdict: alert.action, text: `${image}${alert.title}${several} [${alert.ruleId}]` }]
}

// The same repository may be in several registries, and then only the host tells which is meant.
function nameAmong(images                  , image       )         {
  const hosts = new Set(images.map(({ uri }) => uri.split('/')[0]));
  return hosts.size > 1 ? `${image.uri.split('/')[0]}/${scan.namePlatformImage(image)}` : scan.namePlatformImage(image)
}

function reasonsOfImage(image       , images                  , untriaged           )                    {
  const gaps = image.gaps.map((gap)         => ({ verdict: 'undecided', text: `${nameAmong(images, image)}: ${gap}` }));
  const waiting = (image.severityCounts['UNDEFINED'] ?? 0) + (image.severityCounts['UNTRIAGED'] ?? 0);
  if (waiting === 0 || untriaged === 'ignore') return gaps
  return [
    ...gaps,
    {
      verdict: untriaged,
      text: `${nameAmong(images, image)}: ${waiting} ${waiting === 1 ? 'finding has' : 'findings have'} no severity yet [untriaged]`,
    },
  ]
}

function reasonsToPass(alerts                  , images                  , coverage                     )                    {
  const notices = alerts.length === 0 ? 'no alert' : `${alerts.length} ${alerts.length === 1 ? 'notice' : 'notices'}`;
  const events = coverage.filter(({ source, state }) => source === 'events' && state === 'read');
  return [
    ...images.map(image => `${nameAmong(images, image)}: ${formatFindings(image)}`),
    ...events.map(({ message }) => `${message}; ${notices}`),
  ]
}

/** `3 HIGH, 24 MEDIUM` or `0 findings`. */
function formatFindings({ severityCounts }                               )         {
  const parts = Object.entries(severityCounts).map(([severity, count]) => `${count} ${severity}`);
  return parts.length === 0 ? '0 findings' : parts.join(', ')
}

exports.formatFindings = formatFindings;
exports.reachVerdict = reachVerdict;
