'use strict';

// Asks only once for what several readings need. The promise is kept, so readings that run at the same time share it too.

function once        (known                      , key     , ask                  )             {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer
}

exports.once = once;
