'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

// The clients for AWS: one per service and Region, with no retries but the SDK's, and a time limit for every call. Endpoints and
// credentials come from the SDK's own environment (AWS_ENDPOINT_URL, AWS_PROFILE, the credential chain).
//
// Each service's client is loaded on first use, because a short run spends most of its time loading code.

                                                                  
                                                    
                                                    
                                                                       

                        
                         
                         
                              
 

/** The AWS services; a second request for the same one gives the same client. */
                      
                                                    
                                                                  
                                                    
 

/** The options of a client; `attempts` includes the first one. */
                         
                           
                                                        
                            
                            
                                                                                           
 

/** How long one attempt may take, in milliseconds; after it the SDK tries again. */
const PATIENCE = 20_000;

/** How long one call may take with all its attempts, in milliseconds. */
const CALL_TIMEOUT = 60_000;

function connect(access        )      {
  const clients = new Map                          ();
  const once =    (service        , place       , create                  )             => {
    const key = JSON.stringify([service, place.region, place.fips === true, place.dualStack === true]);
    const client = clients.get(key) ?? create();
    clients.set(key, client);
    return client              
  };
  return {
    ecr: place => once('ecr', place, async () => new (await Promise.resolve().then(() => require('./chunk-dist-es2.cjs'))).ECRClient(await configure(access, place))),
    cloudtrail: place =>
      once(
        'cloudtrail',
        place,
        async () => new (await Promise.resolve().then(() => require('./chunk-dist-es3.cjs'))).CloudTrailClient(await configure(access, place)),
      ),
    sts: place => once('sts', place, async () => new (await Promise.resolve().then(() => require('./chunk-dist-es4.cjs'))).STSClient(await configure(access, place))),
  }
}

/** A signal that ends a call if it takes too long. */
function callLimit()                                        {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT) }
}

async function configure({ attempts, patience = PATIENCE, endpoint, credentials }        , { region, fips, dualStack }       ) {
  return {
    region,
    maxAttempts: attempts,
    // Four throttled answers in a row are too many for the three attempts of standard mode; adaptive mode slows down instead.
    retryMode: 'adaptive',
    requestHandler: await createHandler({ connectionTimeout: patience / 4, requestTimeout: patience, throwOnRequestTimeout: true }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // If these are absent, the environment decides.
    ...(fips === true ? { useFipsEndpoint: true } : {}),
    ...(dualStack === true ? { useDualstackEndpoint: true } : {}),
  }
}

async function createHandler(timeouts                        ) {
  const named = ['https_proxy', 'http_proxy', 'all_proxy'].some(name =>
    [name, name.toUpperCase()].some(variable => (process.env[variable] ?? '') !== ''),
  );
  return named ? (await Promise.resolve().then(() => require('./chunk-proxy.cjs'))).createProxyHandler(timeouts) : timeouts
}

exports.callLimit = callLimit;
exports.connect = connect;
