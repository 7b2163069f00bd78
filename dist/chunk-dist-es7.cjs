'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-index.cjs');
const index$1 = require('./chunk-index2.cjs');
const commandBuilder = require('./chunk-commandBuilder.cjs');
require('node:crypto');
const toUint8Array = require('./chunk-toUint8Array.cjs');
const parseUrl = require('./chunk-parseUrl.cjs');
const AwsJson1_1Protocol = require('./chunk-AwsJson1_1Protocol.cjs');
const streamCollector = require('./chunk-stream-collector.cjs');
const defaultProvider = require('./chunk-defaultProvider.cjs');
const configLoader = require('./chunk-configLoader.cjs');
const nodeHttpHandler = require('./chunk-node-http-handler.cjs');
const normalizeProvider = require('./chunk-normalizeProvider.cjs');
const getDefaultSocketTimeout = require('./chunk-getDefaultSocketTimeout.cjs');
const DescribeInstanceInformationCommand = require('./chunk-DescribeInstanceInformationCommand.cjs');
const PutParameterCommand = require('./chunk-PutParameterCommand.cjs');
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

const defaultSSMHttpAuthSchemeParametersProvider = async (config, context, input) => {
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
            name: "ssm",
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
const defaultSSMHttpAuthSchemeProvider = (authParameters) => {
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

const version = "3.1169.0";
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
        [e, [{ fn: f, argv: [h, "supportsFIPS"] }, b]],
        ["stringEquals", [{ fn: f, argv: [h, "name"] }, "aws-us-gov"]]
    ],
    results: [
        [a],
        [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
        [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
        [g, i],
        ["https://ssm-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
        [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
        ["https://ssm.{Region}.amazonaws.com", i],
        ["https://ssm-fips.{Region}.{PartitionResult#dnsSuffix}", i],
        [a, "FIPS is enabled but this partition does not support FIPS"],
        ["https://ssm.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
        [a, "DualStack is enabled but this partition does not support DualStack"],
        ["https://ssm.{Region}.{PartitionResult#dnsSuffix}", i],
        [a, "Invalid Configuration: Missing Region"]
    ]
};
const root = 2;
const r = 100_000_000;
const nodes = new Int32Array([
    -1, 1, -1,
    0, 13, 3,
    1, 4, r + 12,
    2, 5, r + 12,
    3, 8, 6,
    4, 7, r + 11,
    5, r + 9, r + 10,
    4, 11, 9,
    6, 10, r + 8,
    7, r + 6, r + 7,
    5, 12, r + 5,
    6, r + 4, r + 5,
    3, r + 1, 14,
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
        apiVersion: "2014-11-06",
        base64Decoder: config?.base64Decoder ?? index$1.fromBase64,
        base64Encoder: config?.base64Encoder ?? toUint8Array.toBase64,
        disableHostPrefix: config?.disableHostPrefix ?? false,
        endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
        extensions: config?.extensions ?? [],
        httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultSSMHttpAuthSchemeProvider,
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
            defaultNamespace: "com.amazonaws.ssm",
            errorTypeRegistries: commandBuilder.errorTypeRegistries,
            xmlNamespace: "http://ssm.amazonaws.com/doc/2014-11-06/",
            version: "2014-11-06",
            serviceTarget: "AmazonSSM",
        },
        serviceId: config?.serviceId ?? "SSM",
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
        defaultSocketTimeout: getDefaultSocketTimeout.getDefaultSocketTimeout(config?.requestHandler, 900_000),
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

class SSMClient extends index$1.Client {
    config;
    constructor(...[configuration]) {
        const _config_0 = getRuntimeConfig(configuration || {});
        super(_config_0);
        this.initConfig = _config_0;
        const _config_1 = commandBuilder.resolveClientEndpointParameters(_config_0);
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
            httpAuthSchemeParametersProvider: defaultSSMHttpAuthSchemeParametersProvider,
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

class DescribeAutomationExecutionsCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "DescribeAutomationExecutions", commandBuilder.DescribeAutomationExecutions$) {
}

class DescribeSessionsCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "DescribeSessions", commandBuilder.DescribeSessions$) {
}

class ListCommandInvocationsCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "ListCommandInvocations", commandBuilder.ListCommandInvocations$) {
}

class ListCommandsCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "ListCommands", commandBuilder.ListCommands$) {
}

exports.$Command = index.Command;
exports.__Client = index$1.Client;
exports.AccessDeniedException = commandBuilder.AccessDeniedException;
exports.AccessDeniedException$ = commandBuilder.AccessDeniedException$;
exports.Alarm$ = commandBuilder.Alarm$;
exports.AlarmConfiguration$ = commandBuilder.AlarmConfiguration$;
exports.AlarmStateInformation$ = commandBuilder.AlarmStateInformation$;
exports.AlreadyExistsException = commandBuilder.AlreadyExistsException;
exports.AlreadyExistsException$ = commandBuilder.AlreadyExistsException$;
exports.AssociatedInstances = commandBuilder.AssociatedInstances;
exports.AssociatedInstances$ = commandBuilder.AssociatedInstances$;
exports.AssociationAlreadyExists = commandBuilder.AssociationAlreadyExists;
exports.AssociationAlreadyExists$ = commandBuilder.AssociationAlreadyExists$;
exports.AssociationDoesNotExist = commandBuilder.AssociationDoesNotExist;
exports.AssociationDoesNotExist$ = commandBuilder.AssociationDoesNotExist$;
exports.AssociationExecutionDoesNotExist = commandBuilder.AssociationExecutionDoesNotExist;
exports.AssociationExecutionDoesNotExist$ = commandBuilder.AssociationExecutionDoesNotExist$;
exports.AssociationLimitExceeded = commandBuilder.AssociationLimitExceeded;
exports.AssociationLimitExceeded$ = commandBuilder.AssociationLimitExceeded$;
exports.AssociationVersionLimitExceeded = commandBuilder.AssociationVersionLimitExceeded;
exports.AssociationVersionLimitExceeded$ = commandBuilder.AssociationVersionLimitExceeded$;
exports.AutomationDefinitionNotApprovedException = commandBuilder.AutomationDefinitionNotApprovedException;
exports.AutomationDefinitionNotApprovedException$ = commandBuilder.AutomationDefinitionNotApprovedException$;
exports.AutomationDefinitionNotFoundException = commandBuilder.AutomationDefinitionNotFoundException;
exports.AutomationDefinitionNotFoundException$ = commandBuilder.AutomationDefinitionNotFoundException$;
exports.AutomationDefinitionVersionNotFoundException = commandBuilder.AutomationDefinitionVersionNotFoundException;
exports.AutomationDefinitionVersionNotFoundException$ = commandBuilder.AutomationDefinitionVersionNotFoundException$;
exports.AutomationExecutionFilter$ = commandBuilder.AutomationExecutionFilter$;
exports.AutomationExecutionLimitExceededException = commandBuilder.AutomationExecutionLimitExceededException;
exports.AutomationExecutionLimitExceededException$ = commandBuilder.AutomationExecutionLimitExceededException$;
exports.AutomationExecutionMetadata$ = commandBuilder.AutomationExecutionMetadata$;
exports.AutomationExecutionNotFoundException = commandBuilder.AutomationExecutionNotFoundException;
exports.AutomationExecutionNotFoundException$ = commandBuilder.AutomationExecutionNotFoundException$;
exports.AutomationStepNotFoundException = commandBuilder.AutomationStepNotFoundException;
exports.AutomationStepNotFoundException$ = commandBuilder.AutomationStepNotFoundException$;
exports.CloudWatchOutputConfig$ = commandBuilder.CloudWatchOutputConfig$;
exports.Command$ = commandBuilder.Command$;
exports.CommandFilter$ = commandBuilder.CommandFilter$;
exports.CommandInvocation$ = commandBuilder.CommandInvocation$;
exports.CommandPlugin$ = commandBuilder.CommandPlugin$;
exports.ComplianceTypeCountLimitExceededException = commandBuilder.ComplianceTypeCountLimitExceededException;
exports.ComplianceTypeCountLimitExceededException$ = commandBuilder.ComplianceTypeCountLimitExceededException$;
exports.ConflictException = commandBuilder.ConflictException;
exports.ConflictException$ = commandBuilder.ConflictException$;
exports.CustomSchemaCountLimitExceededException = commandBuilder.CustomSchemaCountLimitExceededException;
exports.CustomSchemaCountLimitExceededException$ = commandBuilder.CustomSchemaCountLimitExceededException$;
exports.DescribeAutomationExecutions$ = commandBuilder.DescribeAutomationExecutions$;
exports.DescribeAutomationExecutionsRequest$ = commandBuilder.DescribeAutomationExecutionsRequest$;
exports.DescribeAutomationExecutionsResult$ = commandBuilder.DescribeAutomationExecutionsResult$;
exports.DescribeInstanceInformation$ = commandBuilder.DescribeInstanceInformation$;
exports.DescribeInstanceInformationRequest$ = commandBuilder.DescribeInstanceInformationRequest$;
exports.DescribeInstanceInformationResult$ = commandBuilder.DescribeInstanceInformationResult$;
exports.DescribeParameters$ = commandBuilder.DescribeParameters$;
exports.DescribeParametersRequest$ = commandBuilder.DescribeParametersRequest$;
exports.DescribeParametersResult$ = commandBuilder.DescribeParametersResult$;
exports.DescribeSessions$ = commandBuilder.DescribeSessions$;
exports.DescribeSessionsRequest$ = commandBuilder.DescribeSessionsRequest$;
exports.DescribeSessionsResponse$ = commandBuilder.DescribeSessionsResponse$;
exports.DocumentAlreadyExists = commandBuilder.DocumentAlreadyExists;
exports.DocumentAlreadyExists$ = commandBuilder.DocumentAlreadyExists$;
exports.DocumentLimitExceeded = commandBuilder.DocumentLimitExceeded;
exports.DocumentLimitExceeded$ = commandBuilder.DocumentLimitExceeded$;
exports.DocumentPermissionLimit = commandBuilder.DocumentPermissionLimit;
exports.DocumentPermissionLimit$ = commandBuilder.DocumentPermissionLimit$;
exports.DocumentVersionLimitExceeded = commandBuilder.DocumentVersionLimitExceeded;
exports.DocumentVersionLimitExceeded$ = commandBuilder.DocumentVersionLimitExceeded$;
exports.DoesNotExistException = commandBuilder.DoesNotExistException;
exports.DoesNotExistException$ = commandBuilder.DoesNotExistException$;
exports.DuplicateDocumentContent = commandBuilder.DuplicateDocumentContent;
exports.DuplicateDocumentContent$ = commandBuilder.DuplicateDocumentContent$;
exports.DuplicateDocumentVersionName = commandBuilder.DuplicateDocumentVersionName;
exports.DuplicateDocumentVersionName$ = commandBuilder.DuplicateDocumentVersionName$;
exports.DuplicateInstanceId = commandBuilder.DuplicateInstanceId;
exports.DuplicateInstanceId$ = commandBuilder.DuplicateInstanceId$;
exports.FeatureNotAvailableException = commandBuilder.FeatureNotAvailableException;
exports.FeatureNotAvailableException$ = commandBuilder.FeatureNotAvailableException$;
exports.GetParameter$ = commandBuilder.GetParameter$;
exports.GetParameterRequest$ = commandBuilder.GetParameterRequest$;
exports.GetParameterResult$ = commandBuilder.GetParameterResult$;
exports.GetParametersByPath$ = commandBuilder.GetParametersByPath$;
exports.GetParametersByPathRequest$ = commandBuilder.GetParametersByPathRequest$;
exports.GetParametersByPathResult$ = commandBuilder.GetParametersByPathResult$;
exports.HierarchyLevelLimitExceededException = commandBuilder.HierarchyLevelLimitExceededException;
exports.HierarchyLevelLimitExceededException$ = commandBuilder.HierarchyLevelLimitExceededException$;
exports.HierarchyTypeMismatchException = commandBuilder.HierarchyTypeMismatchException;
exports.HierarchyTypeMismatchException$ = commandBuilder.HierarchyTypeMismatchException$;
exports.IdempotentParameterMismatch = commandBuilder.IdempotentParameterMismatch;
exports.IdempotentParameterMismatch$ = commandBuilder.IdempotentParameterMismatch$;
exports.IncompatiblePolicyException = commandBuilder.IncompatiblePolicyException;
exports.IncompatiblePolicyException$ = commandBuilder.IncompatiblePolicyException$;
exports.InstanceAggregatedAssociationOverview$ = commandBuilder.InstanceAggregatedAssociationOverview$;
exports.InstanceInformation$ = commandBuilder.InstanceInformation$;
exports.InstanceInformationFilter$ = commandBuilder.InstanceInformationFilter$;
exports.InstanceInformationStringFilter$ = commandBuilder.InstanceInformationStringFilter$;
exports.InternalServerError = commandBuilder.InternalServerError;
exports.InternalServerError$ = commandBuilder.InternalServerError$;
exports.InvalidActivation = commandBuilder.InvalidActivation;
exports.InvalidActivation$ = commandBuilder.InvalidActivation$;
exports.InvalidActivationId = commandBuilder.InvalidActivationId;
exports.InvalidActivationId$ = commandBuilder.InvalidActivationId$;
exports.InvalidAggregatorException = commandBuilder.InvalidAggregatorException;
exports.InvalidAggregatorException$ = commandBuilder.InvalidAggregatorException$;
exports.InvalidAllowedPatternException = commandBuilder.InvalidAllowedPatternException;
exports.InvalidAllowedPatternException$ = commandBuilder.InvalidAllowedPatternException$;
exports.InvalidAssociation = commandBuilder.InvalidAssociation;
exports.InvalidAssociation$ = commandBuilder.InvalidAssociation$;
exports.InvalidAssociationVersion = commandBuilder.InvalidAssociationVersion;
exports.InvalidAssociationVersion$ = commandBuilder.InvalidAssociationVersion$;
exports.InvalidAutomationExecutionParametersException = commandBuilder.InvalidAutomationExecutionParametersException;
exports.InvalidAutomationExecutionParametersException$ = commandBuilder.InvalidAutomationExecutionParametersException$;
exports.InvalidAutomationSignalException = commandBuilder.InvalidAutomationSignalException;
exports.InvalidAutomationSignalException$ = commandBuilder.InvalidAutomationSignalException$;
exports.InvalidAutomationStatusUpdateException = commandBuilder.InvalidAutomationStatusUpdateException;
exports.InvalidAutomationStatusUpdateException$ = commandBuilder.InvalidAutomationStatusUpdateException$;
exports.InvalidCommandId = commandBuilder.InvalidCommandId;
exports.InvalidCommandId$ = commandBuilder.InvalidCommandId$;
exports.InvalidDeleteInventoryParametersException = commandBuilder.InvalidDeleteInventoryParametersException;
exports.InvalidDeleteInventoryParametersException$ = commandBuilder.InvalidDeleteInventoryParametersException$;
exports.InvalidDeletionIdException = commandBuilder.InvalidDeletionIdException;
exports.InvalidDeletionIdException$ = commandBuilder.InvalidDeletionIdException$;
exports.InvalidDocument = commandBuilder.InvalidDocument;
exports.InvalidDocument$ = commandBuilder.InvalidDocument$;
exports.InvalidDocumentContent = commandBuilder.InvalidDocumentContent;
exports.InvalidDocumentContent$ = commandBuilder.InvalidDocumentContent$;
exports.InvalidDocumentOperation = commandBuilder.InvalidDocumentOperation;
exports.InvalidDocumentOperation$ = commandBuilder.InvalidDocumentOperation$;
exports.InvalidDocumentSchemaVersion = commandBuilder.InvalidDocumentSchemaVersion;
exports.InvalidDocumentSchemaVersion$ = commandBuilder.InvalidDocumentSchemaVersion$;
exports.InvalidDocumentType = commandBuilder.InvalidDocumentType;
exports.InvalidDocumentType$ = commandBuilder.InvalidDocumentType$;
exports.InvalidDocumentVersion = commandBuilder.InvalidDocumentVersion;
exports.InvalidDocumentVersion$ = commandBuilder.InvalidDocumentVersion$;
exports.InvalidFilter = commandBuilder.InvalidFilter;
exports.InvalidFilter$ = commandBuilder.InvalidFilter$;
exports.InvalidFilterKey = commandBuilder.InvalidFilterKey;
exports.InvalidFilterKey$ = commandBuilder.InvalidFilterKey$;
exports.InvalidFilterOption = commandBuilder.InvalidFilterOption;
exports.InvalidFilterOption$ = commandBuilder.InvalidFilterOption$;
exports.InvalidFilterValue = commandBuilder.InvalidFilterValue;
exports.InvalidFilterValue$ = commandBuilder.InvalidFilterValue$;
exports.InvalidInstanceId = commandBuilder.InvalidInstanceId;
exports.InvalidInstanceId$ = commandBuilder.InvalidInstanceId$;
exports.InvalidInstanceInformationFilterValue = commandBuilder.InvalidInstanceInformationFilterValue;
exports.InvalidInstanceInformationFilterValue$ = commandBuilder.InvalidInstanceInformationFilterValue$;
exports.InvalidInstancePropertyFilterValue = commandBuilder.InvalidInstancePropertyFilterValue;
exports.InvalidInstancePropertyFilterValue$ = commandBuilder.InvalidInstancePropertyFilterValue$;
exports.InvalidInventoryGroupException = commandBuilder.InvalidInventoryGroupException;
exports.InvalidInventoryGroupException$ = commandBuilder.InvalidInventoryGroupException$;
exports.InvalidInventoryItemContextException = commandBuilder.InvalidInventoryItemContextException;
exports.InvalidInventoryItemContextException$ = commandBuilder.InvalidInventoryItemContextException$;
exports.InvalidInventoryRequestException = commandBuilder.InvalidInventoryRequestException;
exports.InvalidInventoryRequestException$ = commandBuilder.InvalidInventoryRequestException$;
exports.InvalidItemContentException = commandBuilder.InvalidItemContentException;
exports.InvalidItemContentException$ = commandBuilder.InvalidItemContentException$;
exports.InvalidKeyId = commandBuilder.InvalidKeyId;
exports.InvalidKeyId$ = commandBuilder.InvalidKeyId$;
exports.InvalidNextToken = commandBuilder.InvalidNextToken;
exports.InvalidNextToken$ = commandBuilder.InvalidNextToken$;
exports.InvalidNotificationConfig = commandBuilder.InvalidNotificationConfig;
exports.InvalidNotificationConfig$ = commandBuilder.InvalidNotificationConfig$;
exports.InvalidOptionException = commandBuilder.InvalidOptionException;
exports.InvalidOptionException$ = commandBuilder.InvalidOptionException$;
exports.InvalidOutputFolder = commandBuilder.InvalidOutputFolder;
exports.InvalidOutputFolder$ = commandBuilder.InvalidOutputFolder$;
exports.InvalidOutputLocation = commandBuilder.InvalidOutputLocation;
exports.InvalidOutputLocation$ = commandBuilder.InvalidOutputLocation$;
exports.InvalidParameters = commandBuilder.InvalidParameters;
exports.InvalidParameters$ = commandBuilder.InvalidParameters$;
exports.InvalidPermissionType = commandBuilder.InvalidPermissionType;
exports.InvalidPermissionType$ = commandBuilder.InvalidPermissionType$;
exports.InvalidPluginName = commandBuilder.InvalidPluginName;
exports.InvalidPluginName$ = commandBuilder.InvalidPluginName$;
exports.InvalidPolicyAttributeException = commandBuilder.InvalidPolicyAttributeException;
exports.InvalidPolicyAttributeException$ = commandBuilder.InvalidPolicyAttributeException$;
exports.InvalidPolicyTypeException = commandBuilder.InvalidPolicyTypeException;
exports.InvalidPolicyTypeException$ = commandBuilder.InvalidPolicyTypeException$;
exports.InvalidResourceId = commandBuilder.InvalidResourceId;
exports.InvalidResourceId$ = commandBuilder.InvalidResourceId$;
exports.InvalidResourceType = commandBuilder.InvalidResourceType;
exports.InvalidResourceType$ = commandBuilder.InvalidResourceType$;
exports.InvalidResultAttributeException = commandBuilder.InvalidResultAttributeException;
exports.InvalidResultAttributeException$ = commandBuilder.InvalidResultAttributeException$;
exports.InvalidRole = commandBuilder.InvalidRole;
exports.InvalidRole$ = commandBuilder.InvalidRole$;
exports.InvalidSchedule = commandBuilder.InvalidSchedule;
exports.InvalidSchedule$ = commandBuilder.InvalidSchedule$;
exports.InvalidTag = commandBuilder.InvalidTag;
exports.InvalidTag$ = commandBuilder.InvalidTag$;
exports.InvalidTarget = commandBuilder.InvalidTarget;
exports.InvalidTarget$ = commandBuilder.InvalidTarget$;
exports.InvalidTargetMaps = commandBuilder.InvalidTargetMaps;
exports.InvalidTargetMaps$ = commandBuilder.InvalidTargetMaps$;
exports.InvalidTypeNameException = commandBuilder.InvalidTypeNameException;
exports.InvalidTypeNameException$ = commandBuilder.InvalidTypeNameException$;
exports.InvalidUpdate = commandBuilder.InvalidUpdate;
exports.InvalidUpdate$ = commandBuilder.InvalidUpdate$;
exports.InvocationDoesNotExist = commandBuilder.InvocationDoesNotExist;
exports.InvocationDoesNotExist$ = commandBuilder.InvocationDoesNotExist$;
exports.ItemContentMismatchException = commandBuilder.ItemContentMismatchException;
exports.ItemContentMismatchException$ = commandBuilder.ItemContentMismatchException$;
exports.ItemSizeLimitExceededException = commandBuilder.ItemSizeLimitExceededException;
exports.ItemSizeLimitExceededException$ = commandBuilder.ItemSizeLimitExceededException$;
exports.ListCommandInvocations$ = commandBuilder.ListCommandInvocations$;
exports.ListCommandInvocationsRequest$ = commandBuilder.ListCommandInvocationsRequest$;
exports.ListCommandInvocationsResult$ = commandBuilder.ListCommandInvocationsResult$;
exports.ListCommands$ = commandBuilder.ListCommands$;
exports.ListCommandsRequest$ = commandBuilder.ListCommandsRequest$;
exports.ListCommandsResult$ = commandBuilder.ListCommandsResult$;
exports.MalformedResourcePolicyDocumentException = commandBuilder.MalformedResourcePolicyDocumentException;
exports.MalformedResourcePolicyDocumentException$ = commandBuilder.MalformedResourcePolicyDocumentException$;
exports.MaxDocumentSizeExceeded = commandBuilder.MaxDocumentSizeExceeded;
exports.MaxDocumentSizeExceeded$ = commandBuilder.MaxDocumentSizeExceeded$;
exports.NoLongerSupportedException = commandBuilder.NoLongerSupportedException;
exports.NoLongerSupportedException$ = commandBuilder.NoLongerSupportedException$;
exports.NotificationConfig$ = commandBuilder.NotificationConfig$;
exports.OpsItemAccessDeniedException = commandBuilder.OpsItemAccessDeniedException;
exports.OpsItemAccessDeniedException$ = commandBuilder.OpsItemAccessDeniedException$;
exports.OpsItemAlreadyExistsException = commandBuilder.OpsItemAlreadyExistsException;
exports.OpsItemAlreadyExistsException$ = commandBuilder.OpsItemAlreadyExistsException$;
exports.OpsItemConflictException = commandBuilder.OpsItemConflictException;
exports.OpsItemConflictException$ = commandBuilder.OpsItemConflictException$;
exports.OpsItemInvalidParameterException = commandBuilder.OpsItemInvalidParameterException;
exports.OpsItemInvalidParameterException$ = commandBuilder.OpsItemInvalidParameterException$;
exports.OpsItemLimitExceededException = commandBuilder.OpsItemLimitExceededException;
exports.OpsItemLimitExceededException$ = commandBuilder.OpsItemLimitExceededException$;
exports.OpsItemNotFoundException = commandBuilder.OpsItemNotFoundException;
exports.OpsItemNotFoundException$ = commandBuilder.OpsItemNotFoundException$;
exports.OpsItemRelatedItemAlreadyExistsException = commandBuilder.OpsItemRelatedItemAlreadyExistsException;
exports.OpsItemRelatedItemAlreadyExistsException$ = commandBuilder.OpsItemRelatedItemAlreadyExistsException$;
exports.OpsItemRelatedItemAssociationNotFoundException = commandBuilder.OpsItemRelatedItemAssociationNotFoundException;
exports.OpsItemRelatedItemAssociationNotFoundException$ = commandBuilder.OpsItemRelatedItemAssociationNotFoundException$;
exports.OpsMetadataAlreadyExistsException = commandBuilder.OpsMetadataAlreadyExistsException;
exports.OpsMetadataAlreadyExistsException$ = commandBuilder.OpsMetadataAlreadyExistsException$;
exports.OpsMetadataInvalidArgumentException = commandBuilder.OpsMetadataInvalidArgumentException;
exports.OpsMetadataInvalidArgumentException$ = commandBuilder.OpsMetadataInvalidArgumentException$;
exports.OpsMetadataKeyLimitExceededException = commandBuilder.OpsMetadataKeyLimitExceededException;
exports.OpsMetadataKeyLimitExceededException$ = commandBuilder.OpsMetadataKeyLimitExceededException$;
exports.OpsMetadataLimitExceededException = commandBuilder.OpsMetadataLimitExceededException;
exports.OpsMetadataLimitExceededException$ = commandBuilder.OpsMetadataLimitExceededException$;
exports.OpsMetadataNotFoundException = commandBuilder.OpsMetadataNotFoundException;
exports.OpsMetadataNotFoundException$ = commandBuilder.OpsMetadataNotFoundException$;
exports.OpsMetadataTooManyUpdatesException = commandBuilder.OpsMetadataTooManyUpdatesException;
exports.OpsMetadataTooManyUpdatesException$ = commandBuilder.OpsMetadataTooManyUpdatesException$;
exports.Parameter$ = commandBuilder.Parameter$;
exports.ParameterAlreadyExists = commandBuilder.ParameterAlreadyExists;
exports.ParameterAlreadyExists$ = commandBuilder.ParameterAlreadyExists$;
exports.ParameterInlinePolicy$ = commandBuilder.ParameterInlinePolicy$;
exports.ParameterLimitExceeded = commandBuilder.ParameterLimitExceeded;
exports.ParameterLimitExceeded$ = commandBuilder.ParameterLimitExceeded$;
exports.ParameterMaxVersionLimitExceeded = commandBuilder.ParameterMaxVersionLimitExceeded;
exports.ParameterMaxVersionLimitExceeded$ = commandBuilder.ParameterMaxVersionLimitExceeded$;
exports.ParameterMetadata$ = commandBuilder.ParameterMetadata$;
exports.ParameterNotFound = commandBuilder.ParameterNotFound;
exports.ParameterNotFound$ = commandBuilder.ParameterNotFound$;
exports.ParameterPatternMismatchException = commandBuilder.ParameterPatternMismatchException;
exports.ParameterPatternMismatchException$ = commandBuilder.ParameterPatternMismatchException$;
exports.ParameterStringFilter$ = commandBuilder.ParameterStringFilter$;
exports.ParameterVersionLabelLimitExceeded = commandBuilder.ParameterVersionLabelLimitExceeded;
exports.ParameterVersionLabelLimitExceeded$ = commandBuilder.ParameterVersionLabelLimitExceeded$;
exports.ParameterVersionNotFound = commandBuilder.ParameterVersionNotFound;
exports.ParameterVersionNotFound$ = commandBuilder.ParameterVersionNotFound$;
exports.ParametersFilter$ = commandBuilder.ParametersFilter$;
exports.PoliciesLimitExceededException = commandBuilder.PoliciesLimitExceededException;
exports.PoliciesLimitExceededException$ = commandBuilder.PoliciesLimitExceededException$;
exports.PutParameter$ = commandBuilder.PutParameter$;
exports.PutParameterRequest$ = commandBuilder.PutParameterRequest$;
exports.PutParameterResult$ = commandBuilder.PutParameterResult$;
exports.ResolvedTargets$ = commandBuilder.ResolvedTargets$;
exports.ResourceDataSyncAlreadyExistsException = commandBuilder.ResourceDataSyncAlreadyExistsException;
exports.ResourceDataSyncAlreadyExistsException$ = commandBuilder.ResourceDataSyncAlreadyExistsException$;
exports.ResourceDataSyncConflictException = commandBuilder.ResourceDataSyncConflictException;
exports.ResourceDataSyncConflictException$ = commandBuilder.ResourceDataSyncConflictException$;
exports.ResourceDataSyncCountExceededException = commandBuilder.ResourceDataSyncCountExceededException;
exports.ResourceDataSyncCountExceededException$ = commandBuilder.ResourceDataSyncCountExceededException$;
exports.ResourceDataSyncInvalidConfigurationException = commandBuilder.ResourceDataSyncInvalidConfigurationException;
exports.ResourceDataSyncInvalidConfigurationException$ = commandBuilder.ResourceDataSyncInvalidConfigurationException$;
exports.ResourceDataSyncNotFoundException = commandBuilder.ResourceDataSyncNotFoundException;
exports.ResourceDataSyncNotFoundException$ = commandBuilder.ResourceDataSyncNotFoundException$;
exports.ResourceInUseException = commandBuilder.ResourceInUseException;
exports.ResourceInUseException$ = commandBuilder.ResourceInUseException$;
exports.ResourceLimitExceededException = commandBuilder.ResourceLimitExceededException;
exports.ResourceLimitExceededException$ = commandBuilder.ResourceLimitExceededException$;
exports.ResourceNotFoundException = commandBuilder.ResourceNotFoundException;
exports.ResourceNotFoundException$ = commandBuilder.ResourceNotFoundException$;
exports.ResourcePolicyConflictException = commandBuilder.ResourcePolicyConflictException;
exports.ResourcePolicyConflictException$ = commandBuilder.ResourcePolicyConflictException$;
exports.ResourcePolicyInvalidParameterException = commandBuilder.ResourcePolicyInvalidParameterException;
exports.ResourcePolicyInvalidParameterException$ = commandBuilder.ResourcePolicyInvalidParameterException$;
exports.ResourcePolicyLimitExceededException = commandBuilder.ResourcePolicyLimitExceededException;
exports.ResourcePolicyLimitExceededException$ = commandBuilder.ResourcePolicyLimitExceededException$;
exports.ResourcePolicyNotFoundException = commandBuilder.ResourcePolicyNotFoundException;
exports.ResourcePolicyNotFoundException$ = commandBuilder.ResourcePolicyNotFoundException$;
exports.Runbook$ = commandBuilder.Runbook$;
exports.SSMServiceException = commandBuilder.SSMServiceException;
exports.SSMServiceException$ = commandBuilder.SSMServiceException$;
exports.ServiceQuotaExceededException = commandBuilder.ServiceQuotaExceededException;
exports.ServiceQuotaExceededException$ = commandBuilder.ServiceQuotaExceededException$;
exports.ServiceSettingNotFound = commandBuilder.ServiceSettingNotFound;
exports.ServiceSettingNotFound$ = commandBuilder.ServiceSettingNotFound$;
exports.Session$ = commandBuilder.Session$;
exports.SessionFilter$ = commandBuilder.SessionFilter$;
exports.SessionManagerOutputUrl$ = commandBuilder.SessionManagerOutputUrl$;
exports.StatusUnchanged = commandBuilder.StatusUnchanged;
exports.StatusUnchanged$ = commandBuilder.StatusUnchanged$;
exports.SubTypeCountLimitExceededException = commandBuilder.SubTypeCountLimitExceededException;
exports.SubTypeCountLimitExceededException$ = commandBuilder.SubTypeCountLimitExceededException$;
exports.Tag$ = commandBuilder.Tag$;
exports.Target$ = commandBuilder.Target$;
exports.TargetInUseException = commandBuilder.TargetInUseException;
exports.TargetInUseException$ = commandBuilder.TargetInUseException$;
exports.TargetLocation$ = commandBuilder.TargetLocation$;
exports.TargetNotConnected = commandBuilder.TargetNotConnected;
exports.TargetNotConnected$ = commandBuilder.TargetNotConnected$;
exports.ThrottlingException = commandBuilder.ThrottlingException;
exports.ThrottlingException$ = commandBuilder.ThrottlingException$;
exports.TooManyTagsError = commandBuilder.TooManyTagsError;
exports.TooManyTagsError$ = commandBuilder.TooManyTagsError$;
exports.TooManyUpdates = commandBuilder.TooManyUpdates;
exports.TooManyUpdates$ = commandBuilder.TooManyUpdates$;
exports.TotalSizeLimitExceededException = commandBuilder.TotalSizeLimitExceededException;
exports.TotalSizeLimitExceededException$ = commandBuilder.TotalSizeLimitExceededException$;
exports.UnsupportedCalendarException = commandBuilder.UnsupportedCalendarException;
exports.UnsupportedCalendarException$ = commandBuilder.UnsupportedCalendarException$;
exports.UnsupportedFeatureRequiredException = commandBuilder.UnsupportedFeatureRequiredException;
exports.UnsupportedFeatureRequiredException$ = commandBuilder.UnsupportedFeatureRequiredException$;
exports.UnsupportedInventoryItemContextException = commandBuilder.UnsupportedInventoryItemContextException;
exports.UnsupportedInventoryItemContextException$ = commandBuilder.UnsupportedInventoryItemContextException$;
exports.UnsupportedInventorySchemaVersionException = commandBuilder.UnsupportedInventorySchemaVersionException;
exports.UnsupportedInventorySchemaVersionException$ = commandBuilder.UnsupportedInventorySchemaVersionException$;
exports.UnsupportedOperatingSystem = commandBuilder.UnsupportedOperatingSystem;
exports.UnsupportedOperatingSystem$ = commandBuilder.UnsupportedOperatingSystem$;
exports.UnsupportedOperationException = commandBuilder.UnsupportedOperationException;
exports.UnsupportedOperationException$ = commandBuilder.UnsupportedOperationException$;
exports.UnsupportedParameterType = commandBuilder.UnsupportedParameterType;
exports.UnsupportedParameterType$ = commandBuilder.UnsupportedParameterType$;
exports.UnsupportedPlatformType = commandBuilder.UnsupportedPlatformType;
exports.UnsupportedPlatformType$ = commandBuilder.UnsupportedPlatformType$;
exports.ValidationException = commandBuilder.ValidationException;
exports.ValidationException$ = commandBuilder.ValidationException$;
exports.errorTypeRegistries = commandBuilder.errorTypeRegistries;
exports.DescribeInstanceInformationCommand = DescribeInstanceInformationCommand.DescribeInstanceInformationCommand;
exports.DescribeParametersCommand = PutParameterCommand.DescribeParametersCommand;
exports.GetParameterCommand = PutParameterCommand.GetParameterCommand;
exports.GetParametersByPathCommand = PutParameterCommand.GetParametersByPathCommand;
exports.PutParameterCommand = PutParameterCommand.PutParameterCommand;
exports.DescribeAutomationExecutionsCommand = DescribeAutomationExecutionsCommand;
exports.DescribeSessionsCommand = DescribeSessionsCommand;
exports.ListCommandInvocationsCommand = ListCommandInvocationsCommand;
exports.ListCommandsCommand = ListCommandsCommand;
exports.SSMClient = SSMClient;
