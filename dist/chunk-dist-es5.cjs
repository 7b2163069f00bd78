'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-index.cjs');
const index$1 = require('./chunk-index2.cjs');
const LookupEventsCommand = require('./chunk-LookupEventsCommand.cjs');
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

const defaultCloudTrailHttpAuthSchemeParametersProvider = async (config, context, input) => {
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
            name: "cloudtrail",
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
const defaultCloudTrailHttpAuthSchemeProvider = (authParameters) => {
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

const version = "3.1137.0";
const packageInfo = { version };

const m = "ref";
const a = -1, b = true, c = "isSet", d = "PartitionResult", e = "booleanEquals", f = "getAttr", g = "stringEquals", h = { [m]: "Endpoint" }, i = { [m]: d }, j = { [m]: "Region" }, k = {}, l = [j];
const _data = {
    conditions: [
        [c, [h]],
        [c, l],
        ["aws.partition", l, d],
        [e, [{ [m]: "UseFIPS" }, b]],
        [e, [{ [m]: "UseDualStack" }, b]],
        [e, [{ fn: f, argv: [i, "supportsDualStack"] }, b]],
        [e, [{ fn: f, argv: [i, "supportsFIPS"] }, b]],
        [g, [j, "us-gov-east-1"]],
        [g, [j, "us-gov-west-1"]]
    ],
    results: [
        [a],
        [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
        [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
        [h, k],
        ["https://cloudtrail-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
        [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
        ["https://cloudtrail.us-gov-east-1.amazonaws.com", k],
        ["https://cloudtrail.us-gov-west-1.amazonaws.com", k],
        ["https://cloudtrail-fips.{Region}.{PartitionResult#dnsSuffix}", k],
        [a, "FIPS is enabled but this partition does not support FIPS"],
        ["https://cloudtrail.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
        [a, "DualStack is enabled but this partition does not support DualStack"],
        ["https://cloudtrail.{Region}.{PartitionResult#dnsSuffix}", k],
        [a, "Invalid Configuration: Missing Region"]
    ]
};
const root = 2;
const r = 100_000_000;
const nodes = new Int32Array([
    -1, 1, -1,
    0, 14, 3,
    1, 4, r + 13,
    2, 5, r + 13,
    3, 8, 6,
    4, 7, r + 12,
    5, r + 10, r + 11,
    4, 12, 9,
    6, 10, r + 9,
    7, r + 6, 11,
    8, r + 7, r + 8,
    5, 13, r + 5,
    6, r + 4, r + 5,
    3, r + 1, 15,
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
        apiVersion: "2013-11-01",
        base64Decoder: config?.base64Decoder ?? index$1.fromBase64,
        base64Encoder: config?.base64Encoder ?? toUint8Array.toBase64,
        disableHostPrefix: config?.disableHostPrefix ?? false,
        endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
        extensions: config?.extensions ?? [],
        httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultCloudTrailHttpAuthSchemeProvider,
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
            defaultNamespace: "com.amazonaws.cloudtrail",
            errorTypeRegistries: LookupEventsCommand.errorTypeRegistries,
            xmlNamespace: "http://cloudtrail.amazonaws.com/doc/2013-11-01/",
            version: "2013-11-01",
            serviceTarget: "CloudTrail_20131101",
        },
        serviceId: config?.serviceId ?? "CloudTrail",
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

class CloudTrailClient extends index$1.Client {
    config;
    constructor(...[configuration]) {
        const _config_0 = getRuntimeConfig(configuration || {});
        super(_config_0);
        this.initConfig = _config_0;
        const _config_1 = LookupEventsCommand.resolveClientEndpointParameters(_config_0);
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
            httpAuthSchemeParametersProvider: defaultCloudTrailHttpAuthSchemeParametersProvider,
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
exports.AccessDeniedException = LookupEventsCommand.AccessDeniedException;
exports.AccessDeniedException$ = LookupEventsCommand.AccessDeniedException$;
exports.AccountHasOngoingImportException = LookupEventsCommand.AccountHasOngoingImportException;
exports.AccountHasOngoingImportException$ = LookupEventsCommand.AccountHasOngoingImportException$;
exports.AccountNotFoundException = LookupEventsCommand.AccountNotFoundException;
exports.AccountNotFoundException$ = LookupEventsCommand.AccountNotFoundException$;
exports.AccountNotRegisteredException = LookupEventsCommand.AccountNotRegisteredException;
exports.AccountNotRegisteredException$ = LookupEventsCommand.AccountNotRegisteredException$;
exports.AccountRegisteredException = LookupEventsCommand.AccountRegisteredException;
exports.AccountRegisteredException$ = LookupEventsCommand.AccountRegisteredException$;
exports.CannotDelegateManagementAccountException = LookupEventsCommand.CannotDelegateManagementAccountException;
exports.CannotDelegateManagementAccountException$ = LookupEventsCommand.CannotDelegateManagementAccountException$;
exports.ChannelARNInvalidException = LookupEventsCommand.ChannelARNInvalidException;
exports.ChannelARNInvalidException$ = LookupEventsCommand.ChannelARNInvalidException$;
exports.ChannelAlreadyExistsException = LookupEventsCommand.ChannelAlreadyExistsException;
exports.ChannelAlreadyExistsException$ = LookupEventsCommand.ChannelAlreadyExistsException$;
exports.ChannelExistsForEDSException = LookupEventsCommand.ChannelExistsForEDSException;
exports.ChannelExistsForEDSException$ = LookupEventsCommand.ChannelExistsForEDSException$;
exports.ChannelMaxLimitExceededException = LookupEventsCommand.ChannelMaxLimitExceededException;
exports.ChannelMaxLimitExceededException$ = LookupEventsCommand.ChannelMaxLimitExceededException$;
exports.ChannelNotFoundException = LookupEventsCommand.ChannelNotFoundException;
exports.ChannelNotFoundException$ = LookupEventsCommand.ChannelNotFoundException$;
exports.CloudTrailARNInvalidException = LookupEventsCommand.CloudTrailARNInvalidException;
exports.CloudTrailARNInvalidException$ = LookupEventsCommand.CloudTrailARNInvalidException$;
exports.CloudTrailAccessNotEnabledException = LookupEventsCommand.CloudTrailAccessNotEnabledException;
exports.CloudTrailAccessNotEnabledException$ = LookupEventsCommand.CloudTrailAccessNotEnabledException$;
exports.CloudTrailInvalidClientTokenIdException = LookupEventsCommand.CloudTrailInvalidClientTokenIdException;
exports.CloudTrailInvalidClientTokenIdException$ = LookupEventsCommand.CloudTrailInvalidClientTokenIdException$;
exports.CloudTrailServiceException = LookupEventsCommand.CloudTrailServiceException;
exports.CloudTrailServiceException$ = LookupEventsCommand.CloudTrailServiceException$;
exports.CloudWatchLogsDeliveryUnavailableException = LookupEventsCommand.CloudWatchLogsDeliveryUnavailableException;
exports.CloudWatchLogsDeliveryUnavailableException$ = LookupEventsCommand.CloudWatchLogsDeliveryUnavailableException$;
exports.ConcurrentModificationException = LookupEventsCommand.ConcurrentModificationException;
exports.ConcurrentModificationException$ = LookupEventsCommand.ConcurrentModificationException$;
exports.ConflictException = LookupEventsCommand.ConflictException;
exports.ConflictException$ = LookupEventsCommand.ConflictException$;
exports.DelegatedAdminAccountLimitExceededException = LookupEventsCommand.DelegatedAdminAccountLimitExceededException;
exports.DelegatedAdminAccountLimitExceededException$ = LookupEventsCommand.DelegatedAdminAccountLimitExceededException$;
exports.Event$ = LookupEventsCommand.Event$;
exports.EventDataStoreARNInvalidException = LookupEventsCommand.EventDataStoreARNInvalidException;
exports.EventDataStoreARNInvalidException$ = LookupEventsCommand.EventDataStoreARNInvalidException$;
exports.EventDataStoreAlreadyExistsException = LookupEventsCommand.EventDataStoreAlreadyExistsException;
exports.EventDataStoreAlreadyExistsException$ = LookupEventsCommand.EventDataStoreAlreadyExistsException$;
exports.EventDataStoreFederationEnabledException = LookupEventsCommand.EventDataStoreFederationEnabledException;
exports.EventDataStoreFederationEnabledException$ = LookupEventsCommand.EventDataStoreFederationEnabledException$;
exports.EventDataStoreHasOngoingImportException = LookupEventsCommand.EventDataStoreHasOngoingImportException;
exports.EventDataStoreHasOngoingImportException$ = LookupEventsCommand.EventDataStoreHasOngoingImportException$;
exports.EventDataStoreMaxLimitExceededException = LookupEventsCommand.EventDataStoreMaxLimitExceededException;
exports.EventDataStoreMaxLimitExceededException$ = LookupEventsCommand.EventDataStoreMaxLimitExceededException$;
exports.EventDataStoreNotFoundException = LookupEventsCommand.EventDataStoreNotFoundException;
exports.EventDataStoreNotFoundException$ = LookupEventsCommand.EventDataStoreNotFoundException$;
exports.EventDataStoreTerminationProtectedException = LookupEventsCommand.EventDataStoreTerminationProtectedException;
exports.EventDataStoreTerminationProtectedException$ = LookupEventsCommand.EventDataStoreTerminationProtectedException$;
exports.GenerateResponseException = LookupEventsCommand.GenerateResponseException;
exports.GenerateResponseException$ = LookupEventsCommand.GenerateResponseException$;
exports.ImportNotFoundException = LookupEventsCommand.ImportNotFoundException;
exports.ImportNotFoundException$ = LookupEventsCommand.ImportNotFoundException$;
exports.InactiveEventDataStoreException = LookupEventsCommand.InactiveEventDataStoreException;
exports.InactiveEventDataStoreException$ = LookupEventsCommand.InactiveEventDataStoreException$;
exports.InactiveQueryException = LookupEventsCommand.InactiveQueryException;
exports.InactiveQueryException$ = LookupEventsCommand.InactiveQueryException$;
exports.InsightNotEnabledException = LookupEventsCommand.InsightNotEnabledException;
exports.InsightNotEnabledException$ = LookupEventsCommand.InsightNotEnabledException$;
exports.InsufficientDependencyServiceAccessPermissionException = LookupEventsCommand.InsufficientDependencyServiceAccessPermissionException;
exports.InsufficientDependencyServiceAccessPermissionException$ = LookupEventsCommand.InsufficientDependencyServiceAccessPermissionException$;
exports.InsufficientEncryptionPolicyException = LookupEventsCommand.InsufficientEncryptionPolicyException;
exports.InsufficientEncryptionPolicyException$ = LookupEventsCommand.InsufficientEncryptionPolicyException$;
exports.InsufficientIAMAccessPermissionException = LookupEventsCommand.InsufficientIAMAccessPermissionException;
exports.InsufficientIAMAccessPermissionException$ = LookupEventsCommand.InsufficientIAMAccessPermissionException$;
exports.InsufficientS3BucketPolicyException = LookupEventsCommand.InsufficientS3BucketPolicyException;
exports.InsufficientS3BucketPolicyException$ = LookupEventsCommand.InsufficientS3BucketPolicyException$;
exports.InsufficientSnsTopicPolicyException = LookupEventsCommand.InsufficientSnsTopicPolicyException;
exports.InsufficientSnsTopicPolicyException$ = LookupEventsCommand.InsufficientSnsTopicPolicyException$;
exports.InvalidCloudWatchLogsLogGroupArnException = LookupEventsCommand.InvalidCloudWatchLogsLogGroupArnException;
exports.InvalidCloudWatchLogsLogGroupArnException$ = LookupEventsCommand.InvalidCloudWatchLogsLogGroupArnException$;
exports.InvalidCloudWatchLogsRoleArnException = LookupEventsCommand.InvalidCloudWatchLogsRoleArnException;
exports.InvalidCloudWatchLogsRoleArnException$ = LookupEventsCommand.InvalidCloudWatchLogsRoleArnException$;
exports.InvalidDateRangeException = LookupEventsCommand.InvalidDateRangeException;
exports.InvalidDateRangeException$ = LookupEventsCommand.InvalidDateRangeException$;
exports.InvalidEventCategoryException = LookupEventsCommand.InvalidEventCategoryException;
exports.InvalidEventCategoryException$ = LookupEventsCommand.InvalidEventCategoryException$;
exports.InvalidEventDataStoreCategoryException = LookupEventsCommand.InvalidEventDataStoreCategoryException;
exports.InvalidEventDataStoreCategoryException$ = LookupEventsCommand.InvalidEventDataStoreCategoryException$;
exports.InvalidEventDataStoreStatusException = LookupEventsCommand.InvalidEventDataStoreStatusException;
exports.InvalidEventDataStoreStatusException$ = LookupEventsCommand.InvalidEventDataStoreStatusException$;
exports.InvalidEventSelectorsException = LookupEventsCommand.InvalidEventSelectorsException;
exports.InvalidEventSelectorsException$ = LookupEventsCommand.InvalidEventSelectorsException$;
exports.InvalidHomeRegionException = LookupEventsCommand.InvalidHomeRegionException;
exports.InvalidHomeRegionException$ = LookupEventsCommand.InvalidHomeRegionException$;
exports.InvalidImportSourceException = LookupEventsCommand.InvalidImportSourceException;
exports.InvalidImportSourceException$ = LookupEventsCommand.InvalidImportSourceException$;
exports.InvalidInsightSelectorsException = LookupEventsCommand.InvalidInsightSelectorsException;
exports.InvalidInsightSelectorsException$ = LookupEventsCommand.InvalidInsightSelectorsException$;
exports.InvalidKmsKeyIdException = LookupEventsCommand.InvalidKmsKeyIdException;
exports.InvalidKmsKeyIdException$ = LookupEventsCommand.InvalidKmsKeyIdException$;
exports.InvalidLookupAttributesException = LookupEventsCommand.InvalidLookupAttributesException;
exports.InvalidLookupAttributesException$ = LookupEventsCommand.InvalidLookupAttributesException$;
exports.InvalidMaxResultsException = LookupEventsCommand.InvalidMaxResultsException;
exports.InvalidMaxResultsException$ = LookupEventsCommand.InvalidMaxResultsException$;
exports.InvalidNextTokenException = LookupEventsCommand.InvalidNextTokenException;
exports.InvalidNextTokenException$ = LookupEventsCommand.InvalidNextTokenException$;
exports.InvalidParameterCombinationException = LookupEventsCommand.InvalidParameterCombinationException;
exports.InvalidParameterCombinationException$ = LookupEventsCommand.InvalidParameterCombinationException$;
exports.InvalidParameterException = LookupEventsCommand.InvalidParameterException;
exports.InvalidParameterException$ = LookupEventsCommand.InvalidParameterException$;
exports.InvalidQueryStatementException = LookupEventsCommand.InvalidQueryStatementException;
exports.InvalidQueryStatementException$ = LookupEventsCommand.InvalidQueryStatementException$;
exports.InvalidQueryStatusException = LookupEventsCommand.InvalidQueryStatusException;
exports.InvalidQueryStatusException$ = LookupEventsCommand.InvalidQueryStatusException$;
exports.InvalidS3BucketNameException = LookupEventsCommand.InvalidS3BucketNameException;
exports.InvalidS3BucketNameException$ = LookupEventsCommand.InvalidS3BucketNameException$;
exports.InvalidS3PrefixException = LookupEventsCommand.InvalidS3PrefixException;
exports.InvalidS3PrefixException$ = LookupEventsCommand.InvalidS3PrefixException$;
exports.InvalidSnsTopicNameException = LookupEventsCommand.InvalidSnsTopicNameException;
exports.InvalidSnsTopicNameException$ = LookupEventsCommand.InvalidSnsTopicNameException$;
exports.InvalidSourceException = LookupEventsCommand.InvalidSourceException;
exports.InvalidSourceException$ = LookupEventsCommand.InvalidSourceException$;
exports.InvalidTagParameterException = LookupEventsCommand.InvalidTagParameterException;
exports.InvalidTagParameterException$ = LookupEventsCommand.InvalidTagParameterException$;
exports.InvalidTimeRangeException = LookupEventsCommand.InvalidTimeRangeException;
exports.InvalidTimeRangeException$ = LookupEventsCommand.InvalidTimeRangeException$;
exports.InvalidTokenException = LookupEventsCommand.InvalidTokenException;
exports.InvalidTokenException$ = LookupEventsCommand.InvalidTokenException$;
exports.InvalidTrailNameException = LookupEventsCommand.InvalidTrailNameException;
exports.InvalidTrailNameException$ = LookupEventsCommand.InvalidTrailNameException$;
exports.KmsException = LookupEventsCommand.KmsException;
exports.KmsException$ = LookupEventsCommand.KmsException$;
exports.KmsKeyDisabledException = LookupEventsCommand.KmsKeyDisabledException;
exports.KmsKeyDisabledException$ = LookupEventsCommand.KmsKeyDisabledException$;
exports.KmsKeyNotFoundException = LookupEventsCommand.KmsKeyNotFoundException;
exports.KmsKeyNotFoundException$ = LookupEventsCommand.KmsKeyNotFoundException$;
exports.LookupAttribute$ = LookupEventsCommand.LookupAttribute$;
exports.LookupEvents$ = LookupEventsCommand.LookupEvents$;
exports.LookupEventsCommand = LookupEventsCommand.LookupEventsCommand;
exports.LookupEventsRequest$ = LookupEventsCommand.LookupEventsRequest$;
exports.LookupEventsResponse$ = LookupEventsCommand.LookupEventsResponse$;
exports.MaxConcurrentQueriesException = LookupEventsCommand.MaxConcurrentQueriesException;
exports.MaxConcurrentQueriesException$ = LookupEventsCommand.MaxConcurrentQueriesException$;
exports.MaximumNumberOfTrailsExceededException = LookupEventsCommand.MaximumNumberOfTrailsExceededException;
exports.MaximumNumberOfTrailsExceededException$ = LookupEventsCommand.MaximumNumberOfTrailsExceededException$;
exports.NoManagementAccountSLRExistsException = LookupEventsCommand.NoManagementAccountSLRExistsException;
exports.NoManagementAccountSLRExistsException$ = LookupEventsCommand.NoManagementAccountSLRExistsException$;
exports.NotOrganizationManagementAccountException = LookupEventsCommand.NotOrganizationManagementAccountException;
exports.NotOrganizationManagementAccountException$ = LookupEventsCommand.NotOrganizationManagementAccountException$;
exports.NotOrganizationMasterAccountException = LookupEventsCommand.NotOrganizationMasterAccountException;
exports.NotOrganizationMasterAccountException$ = LookupEventsCommand.NotOrganizationMasterAccountException$;
exports.OperationNotPermittedException = LookupEventsCommand.OperationNotPermittedException;
exports.OperationNotPermittedException$ = LookupEventsCommand.OperationNotPermittedException$;
exports.OrganizationNotInAllFeaturesModeException = LookupEventsCommand.OrganizationNotInAllFeaturesModeException;
exports.OrganizationNotInAllFeaturesModeException$ = LookupEventsCommand.OrganizationNotInAllFeaturesModeException$;
exports.OrganizationsNotInUseException = LookupEventsCommand.OrganizationsNotInUseException;
exports.OrganizationsNotInUseException$ = LookupEventsCommand.OrganizationsNotInUseException$;
exports.QueryIdNotFoundException = LookupEventsCommand.QueryIdNotFoundException;
exports.QueryIdNotFoundException$ = LookupEventsCommand.QueryIdNotFoundException$;
exports.Resource$ = LookupEventsCommand.Resource$;
exports.ResourceARNNotValidException = LookupEventsCommand.ResourceARNNotValidException;
exports.ResourceARNNotValidException$ = LookupEventsCommand.ResourceARNNotValidException$;
exports.ResourceNotFoundException = LookupEventsCommand.ResourceNotFoundException;
exports.ResourceNotFoundException$ = LookupEventsCommand.ResourceNotFoundException$;
exports.ResourcePolicyNotFoundException = LookupEventsCommand.ResourcePolicyNotFoundException;
exports.ResourcePolicyNotFoundException$ = LookupEventsCommand.ResourcePolicyNotFoundException$;
exports.ResourcePolicyNotValidException = LookupEventsCommand.ResourcePolicyNotValidException;
exports.ResourcePolicyNotValidException$ = LookupEventsCommand.ResourcePolicyNotValidException$;
exports.ResourceTypeNotSupportedException = LookupEventsCommand.ResourceTypeNotSupportedException;
exports.ResourceTypeNotSupportedException$ = LookupEventsCommand.ResourceTypeNotSupportedException$;
exports.S3BucketDoesNotExistException = LookupEventsCommand.S3BucketDoesNotExistException;
exports.S3BucketDoesNotExistException$ = LookupEventsCommand.S3BucketDoesNotExistException$;
exports.ServiceQuotaExceededException = LookupEventsCommand.ServiceQuotaExceededException;
exports.ServiceQuotaExceededException$ = LookupEventsCommand.ServiceQuotaExceededException$;
exports.TagsLimitExceededException = LookupEventsCommand.TagsLimitExceededException;
exports.TagsLimitExceededException$ = LookupEventsCommand.TagsLimitExceededException$;
exports.ThrottlingException = LookupEventsCommand.ThrottlingException;
exports.ThrottlingException$ = LookupEventsCommand.ThrottlingException$;
exports.TrailAlreadyExistsException = LookupEventsCommand.TrailAlreadyExistsException;
exports.TrailAlreadyExistsException$ = LookupEventsCommand.TrailAlreadyExistsException$;
exports.TrailNotFoundException = LookupEventsCommand.TrailNotFoundException;
exports.TrailNotFoundException$ = LookupEventsCommand.TrailNotFoundException$;
exports.TrailNotProvidedException = LookupEventsCommand.TrailNotProvidedException;
exports.TrailNotProvidedException$ = LookupEventsCommand.TrailNotProvidedException$;
exports.UnsupportedOperationException = LookupEventsCommand.UnsupportedOperationException;
exports.UnsupportedOperationException$ = LookupEventsCommand.UnsupportedOperationException$;
exports.errorTypeRegistries = LookupEventsCommand.errorTypeRegistries;
exports.CloudTrailClient = CloudTrailClient;
