'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

// How AWS is asked: one client a service and Region, the SDK's retries as the only ones, every call with an end. Where the
// services are and who asks is the SDK's own environment (AWS_ENDPOINT_URL, AWS_PROFILE, the credential chain).
//
// Each service's client is loaded when it is first asked for, because most of a short run is the loading of code.

                                                                  
                                                    
                                                    
                                                                       

                        
                         
                         
                              
 

/** The services of AWS; asking for the same one again gives the same client. */
                      
                                                    
                                                                  
                                                    
 

/** What a client is made with; `attempts` counts the first one too. */
                         
                           
                                                        
                            
                            
                                                                                           
 

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

/** The signal that ends a call which takes too long. */
function callLimit()                                        {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT) }
}

async function configure({ attempts, patience = PATIENCE, endpoint, credentials }        , { region, fips, dualStack }       ) {
  return {
    region,
    maxAttempts: attempts,
    // Four throttled answers in a row end the standard mode's three attempts; this mode slows down instead.
    retryMode: 'adaptive',
    requestHandler: await createHandler({ connectionTimeout: patience / 4, requestTimeout: patience, throwOnRequestTimeout: true }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // Absent, these are the environment's to decide.
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
