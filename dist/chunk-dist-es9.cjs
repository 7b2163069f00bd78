'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-index.cjs');
const index$1 = require('./chunk-index2.cjs');
const GetResourcesCommand = require('./chunk-GetResourcesCommand.cjs');
require('node:crypto');
const toUint8Array = require('./chunk-toUint8Array.cjs');
const parseUrl = require('./chunk-parseUrl.cjs');
const AwsJson1_1Protocol = require('./chunk-AwsJson1_1Protocol.cjs');
const streamCollector = require('./chunk-stream-collector.cjs');
const defaultProvider = require('./chunk-defaultProvider.cjs');
const configLoader = require('./chunk-configLoader.cjs');
const nodeHttpHandler = require('./chunk-node-http-handler.cjs');
const normalizeProvider = require('./chunk-normalizeProvider.cjs');
require('./chunk-hasOwn.cjs');
require('node:fs');
require('./chunk-httpResponse.cjs');
require('./chunk-httpRequest.cjs');
require('node:stream');
require('./chunk-stream-type-check.cjs');
require('node:os');
require('node:process');
require('./chunk-setCredentialFeature.cjs');
require('./chunk-RpcProtocol.cjs');
require('./chunk-JsonCodec2.cjs');
require('node:path');
require('node:fs/promises');
require('node:https');

const defaultResourceGroupsTaggingAPIHttpAuthSchemeParametersProvider = async (config, context, input) => {
    return {
        operation: index.getSmithyContext(context).operation,
        region: await index.normalizeProvider(config.region)() || (() => {
            throw new Error("expected `region` to be configured for `aws.auth#sigv4`");
        })(),
    };
};
function createAwsAuthSigv4HttpAuthOption(authParameters) {
    return {
        schemeId: "aws.auth#sigv4",
        signingProperties: {
            name: "tagging",
            region: authParameters.region,
        },
        propertiesExtractor: (config, context) => ({
            signingProperties: {
                config,
                context,
            },
        }),
    };
}
const defaultResourceGroupsTaggingAPIHttpAuthSchemeProvider = (authParameters) => {
    const options = [];
    switch (authParameters.operation) {
        default: {
            options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
        }
    }
    return options;
};
const resolveHttpAuthSchemeConfig = (config) => {
    const config_0 = index$1.resolveAwsSdkSigV4Config(config);
    return Object.assign(config_0, {
        authSchemePreference: index.normalizeProvider(config.authSchemePreference ?? []),
    });
};

const version = "3.1142.0";
const packageInfo = { version };

const k = "ref";
const a = -1, b = true, c = "isSet", d = "PartitionResult", e = "booleanEquals", f = "getAttr", g = { [k]: "Endpoint" }, h = { [k]: d }, i = {}, j = [{ [k]: "Region" }];
const _data = {
    conditions: [
        [c, [g]],
        [c, j],
        ["aws.partition", j, d],
        [e, [{ [k]: "UseFIPS" }, b]],
        [e, [{ [k]: "UseDualStack" }, b]],
        [e, [{ fn: f, argv: [h, "supportsDualStack"] }, b]],
        [e, [{ fn: f, argv: [h, "supportsFIPS"] }, b]]
    ],
    results: [
        [a],
        [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
        [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
        [g, i],
        ["https://tagging-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
        [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
        ["https://tagging-fips.{Region}.{PartitionResult#dnsSuffix}", i],
        [a, "FIPS is enabled but this partition does not support FIPS"],
        ["https://tagging.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
        [a, "DualStack is enabled but this partition does not support DualStack"],
        ["https://tagging.{Region}.{PartitionResult#dnsSuffix}", i],
        [a, "Invalid Configuration: Missing Region"]
    ]
};
const root = 2;
const r = 100_000_000;
const nodes = new Int32Array([
    -1, 1, -1,
    0, 12, 3,
    1, 4, r + 11,
    2, 5, r + 11,
    3, 8, 6,
    4, 7, r + 10,
    5, r + 8, r + 9,
    4, 10, 9,
    6, r + 6, r + 7,
    5, 11, r + 5,
    6, r + 4, r + 5,
    3, r + 1, 13,
    4, r + 2, r + 3,
]);
const bdd = index$1.BinaryDecisionDiagram.from(nodes, root, _data.conditions, _data.results);

const cache = new index$1.EndpointCache({
    size: 50,
    params: ["Endpoint", "Region", "UseDualStack", "UseFIPS"],
});
const defaultEndpointResolver = (endpointParams, context = {}) => {
    return cache.get(endpointParams, () => index$1.decideEndpoint(bdd, {
        endpointParams: endpointParams,
        logger: context.logger,
    }));
};
index$1.customEndpointFunctions.aws = index$1.awsEndpointFunctions;

const getRuntimeConfig$1 = (config) => {
    return {
        apiVersion: "2017-01-26",
        base64Decoder: config?.base64Decoder ?? index$1.fromBase64,
        base64Encoder: config?.base64Encoder ?? toUint8Array.toBase64,
        disableHostPrefix: config?.disableHostPrefix ?? false,
        endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
        extensions: config?.extensions ?? [],
        httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultResourceGroupsTaggingAPIHttpAuthSchemeProvider,
        httpAuthSchemes: config?.httpAuthSchemes ?? [
            {
                schemeId: "aws.auth#sigv4",
                identityProvider: (ipc) => ipc.getIdentityProvider("aws.auth#sigv4"),
                signer: new index$1.AwsSdkSigV4Signer(),
            },
        ],
        logger: config?.logger ?? new index$1.NoOpLogger(),
        protocol: config?.protocol ?? AwsJson1_1Protocol.AwsJson1_1Protocol,
        protocolSettings: config?.protocolSettings ?? {
            defaultNamespace: "com.amazonaws.resourcegroupstaggingapi",
            errorTypeRegistries: GetResourcesCommand.errorTypeRegistries,
            version: "2017-01-26",
            serviceTarget: "ResourceGroupsTaggingAPI_20170126",
        },
        serviceId: config?.serviceId ?? "Resource Groups Tagging API",
        sha256: config?.sha256 ?? index$1.Sha256Node,
        urlParser: config?.urlParser ?? parseUrl.parseUrl,
        utf8Decoder: config?.utf8Decoder ?? toUint8Array.fromUtf8,
        utf8Encoder: config?.utf8Encoder ?? index$1.toUtf8,
    };
};

const getRuntimeConfig = (config) => {
    index$1.emitWarningIfUnsupportedVersion(process.version);
    const defaultsMode = index$1.resolveDefaultsModeConfig(config);
    const defaultConfigProvider = () => defaultsMode().then(index$1.loadConfigsForDefaultMode);
    const clientSharedValues = getRuntimeConfig$1(config);
    index$1.emitWarningIfUnsupportedVersion$1(process.version);
    const loaderConfig = {
        profile: config?.profile,
        logger: clientSharedValues.logger,
    };
    return {
        ...clientSharedValues,
        ...config,
        runtime: "node",
        defaultsMode,
        authSchemePreference: config?.authSchemePreference ?? configLoader.loadConfig(index$1.NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, loaderConfig),
        bodyLengthChecker: config?.bodyLengthChecker ?? index$1.calculateBodyLength,
        credentialDefaultProvider: config?.credentialDefaultProvider ?? defaultProvider.defaultProvider,
        defaultUserAgentProvider: config?.defaultUserAgentProvider ?? index$1.createDefaultUserAgentProvider({ serviceId: clientSharedValues.serviceId, clientVersion: packageInfo.version }),
        maxAttempts: config?.maxAttempts ?? configLoader.loadConfig(index$1.NODE_MAX_ATTEMPT_CONFIG_OPTIONS, config),
        region: config?.region ?? configLoader.loadConfig(normalizeProvider.NODE_REGION_CONFIG_OPTIONS, { ...normalizeProvider.NODE_REGION_CONFIG_FILE_OPTIONS, ...loaderConfig }),
        requestHandler: nodeHttpHandler.NodeHttpHandler.create(config?.requestHandler ?? defaultConfigProvider),
        retryMode: config?.retryMode ??
            configLoader.loadConfig({
                ...index$1.NODE_RETRY_MODE_CONFIG_OPTIONS,
                default: async () => (await defaultConfigProvider()).retryMode || index$1.DEFAULT_RETRY_MODE,
            }, config),
        streamCollector: config?.streamCollector ?? streamCollector.streamCollector$1,
        useDualstackEndpoint: config?.useDualstackEndpoint ?? configLoader.loadConfig(index$1.NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
        useFipsEndpoint: config?.useFipsEndpoint ?? configLoader.loadConfig(index$1.NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
        userAgentAppId: config?.userAgentAppId ?? configLoader.loadConfig(index$1.NODE_APP_ID_CONFIG_OPTIONS, loaderConfig),
    };
};

const getHttpAuthExtensionConfiguration = (runtimeConfig) => {
    const _httpAuthSchemes = runtimeConfig.httpAuthSchemes;
    let _httpAuthSchemeProvider = runtimeConfig.httpAuthSchemeProvider;
    let _credentials = runtimeConfig.credentials;
    return {
        setHttpAuthScheme(httpAuthScheme) {
            const index = _httpAuthSchemes.findIndex((scheme) => scheme.schemeId === httpAuthScheme.schemeId);
            if (index === -1) {
                _httpAuthSchemes.push(httpAuthScheme);
            }
            else {
                _httpAuthSchemes.splice(index, 1, httpAuthScheme);
            }
        },
        httpAuthSchemes() {
            return _httpAuthSchemes;
        },
        setHttpAuthSchemeProvider(httpAuthSchemeProvider) {
            _httpAuthSchemeProvider = httpAuthSchemeProvider;
        },
        httpAuthSchemeProvider() {
            return _httpAuthSchemeProvider;
        },
        setCredentials(credentials) {
            _credentials = credentials;
        },
        credentials() {
            return _credentials;
        },
    };
};
const resolveHttpAuthRuntimeConfig = (config) => {
    return {
        httpAuthSchemes: config.httpAuthSchemes(),
        httpAuthSchemeProvider: config.httpAuthSchemeProvider(),
        credentials: config.credentials(),
    };
};

const resolveRuntimeExtensions = (runtimeConfig, extensions) => {
    const extensionConfiguration = Object.assign(index$1.getAwsRegionExtensionConfiguration(runtimeConfig), index$1.getDefaultExtensionConfiguration(runtimeConfig), index$1.getHttpHandlerExtensionConfiguration(runtimeConfig), getHttpAuthExtensionConfiguration(runtimeConfig));
    extensions.forEach((extension) => extension.configure(extensionConfiguration));
    return Object.assign(runtimeConfig, index$1.resolveAwsRegionExtensionConfiguration(extensionConfiguration), index$1.resolveDefaultRuntimeConfig(extensionConfiguration), index$1.resolveHttpHandlerRuntimeConfig(extensionConfiguration), resolveHttpAuthRuntimeConfig(extensionConfiguration));
};

class ResourceGroupsTaggingAPIClient extends index$1.Client {
    config;
    constructor(...[configuration]) {
        const _config_0 = getRuntimeConfig(configuration || {});
        super(_config_0);
        this.initConfig = _config_0;
        const _config_1 = GetResourcesCommand.resolveClientEndpointParameters(_config_0);
        const _config_2 = index$1.resolveUserAgentConfig(_config_1);
        const _config_3 = index$1.resolveRetryConfig(_config_2);
        const _config_4 = index$1.resolveRegionConfig(_config_3);
        const _config_5 = index$1.resolveHostHeaderConfig(_config_4);
        const _config_6 = index.resolveEndpointConfig(_config_5);
        const _config_7 = resolveHttpAuthSchemeConfig(_config_6);
        const _config_8 = resolveRuntimeExtensions(_config_7, configuration?.extensions || []);
        this.config = _config_8;
        this.middlewareStack.use(index$1.getSchemaSerdePlugin(this.config));
        this.middlewareStack.use(index$1.getUserAgentPlugin(this.config));
        this.middlewareStack.use(index$1.getRetryPlugin(this.config));
        this.middlewareStack.use(index$1.getContentLengthPlugin(this.config));
        this.middlewareStack.use(index$1.getHostHeaderPlugin(this.config));
        this.middlewareStack.use(index$1.getLoggerPlugin(this.config));
        this.middlewareStack.use(index$1.getRecursionDetectionPlugin(this.config));
        this.middlewareStack.use(index$1.getHttpAuthSchemeEndpointRuleSetPlugin(this.config, {
            httpAuthSchemeParametersProvider: defaultResourceGroupsTaggingAPIHttpAuthSchemeParametersProvider,
            identityProviderConfigProvider: async (config) => new index$1.DefaultIdentityProviderConfig({
                "aws.auth#sigv4": config.credentials,
            }),
        }));
        this.middlewareStack.use(index$1.getHttpSigningPlugin(this.config));
    }
    destroy() {
        super.destroy();
    }
}

exports.$Command = index.Command;
exports.__Client = index$1.Client;
exports.ComplianceDetails$ = GetResourcesCommand.ComplianceDetails$;
exports.ConcurrentModificationException = GetResourcesCommand.ConcurrentModificationException;
exports.ConcurrentModificationException$ = GetResourcesCommand.ConcurrentModificationException$;
exports.ConstraintViolationException = GetResourcesCommand.ConstraintViolationException;
exports.ConstraintViolationException$ = GetResourcesCommand.ConstraintViolationException$;
exports.GetResources$ = GetResourcesCommand.GetResources$;
exports.GetResourcesCommand = GetResourcesCommand.GetResourcesCommand;
exports.GetResourcesInput$ = GetResourcesCommand.GetResourcesInput$;
exports.GetResourcesOutput$ = GetResourcesCommand.GetResourcesOutput$;
exports.InternalServiceException = GetResourcesCommand.InternalServiceException;
exports.InternalServiceException$ = GetResourcesCommand.InternalServiceException$;
exports.InvalidParameterException = GetResourcesCommand.InvalidParameterException;
exports.InvalidParameterException$ = GetResourcesCommand.InvalidParameterException$;
exports.PaginationTokenExpiredException = GetResourcesCommand.PaginationTokenExpiredException;
exports.PaginationTokenExpiredException$ = GetResourcesCommand.PaginationTokenExpiredException$;
exports.ResourceGroupsTaggingAPIServiceException = GetResourcesCommand.ResourceGroupsTaggingAPIServiceException;
exports.ResourceGroupsTaggingAPIServiceException$ = GetResourcesCommand.ResourceGroupsTaggingAPIServiceException$;
exports.ResourceTagMapping$ = GetResourcesCommand.ResourceTagMapping$;
exports.Tag$ = GetResourcesCommand.Tag$;
exports.TagFilter$ = GetResourcesCommand.TagFilter$;
exports.ThrottledException = GetResourcesCommand.ThrottledException;
exports.ThrottledException$ = GetResourcesCommand.ThrottledException$;
exports.errorTypeRegistries = GetResourcesCommand.errorTypeRegistries;
exports.ResourceGroupsTaggingAPIClient = ResourceGroupsTaggingAPIClient;
