'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-index.cjs');
const index$1 = require('./chunk-index2.cjs');
const StartImageScanCommand = require('./chunk-StartImageScanCommand.cjs');
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

const defaultECRHttpAuthSchemeParametersProvider = async (config, context, input) => {
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
            name: "ecr",
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
const defaultECRHttpAuthSchemeProvider = (authParameters) => {
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

const m = "ref";
const a = -1, b = true, c = "isSet", d = "PartitionResult", e = "stringEquals", f = "booleanEquals", g = "getAttr", h = { [m]: "Endpoint" }, i = { "fn": g, "argv": [{ [m]: d }, "name"] }, j = { [m]: d }, k = {}, l = [{ [m]: "Region" }];
const _data = {
    conditions: [
        [c, [h]],
        [c, l],
        ["aws.partition", l, d],
        [e, [i, "aws-eusc"]],
        [e, [i, "aws-iso-f"]],
        [e, [i, "aws-iso-e"]],
        [e, [i, "aws-iso-b"]],
        [e, [i, "aws-iso"]],
        [e, [i, "aws-cn"]],
        [e, [i, "aws-us-gov"]],
        [e, [i, "aws"]],
        [f, [{ [m]: "UseFIPS" }, b]],
        [f, [{ fn: g, argv: [j, "supportsFIPS"] }, b]],
        [f, [{ [m]: "UseDualStack" }, b]],
        [f, [{ fn: g, argv: [j, "supportsDualStack"] }, b]]
    ],
    results: [
        [a],
        [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
        [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
        [h, k],
        ["https://api.ecr.{Region}.{PartitionResult#dnsSuffix}", k],
        ["https://ecr.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
        ["https://api.ecr-fips.{Region}.{PartitionResult#dnsSuffix}", k],
        ["https://ecr-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
        ["https://api.ecr-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
        [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
        [a, "FIPS is enabled but this partition does not support FIPS"],
        ["https://api.ecr.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
        [a, "DualStack is enabled but this partition does not support DualStack"],
        [a, "Invalid Configuration: Missing Region"]
    ]
};
const root = 2;
const r = 100_000_000;
const nodes = new Int32Array([
    -1, 1, -1,
    0, 23, 3,
    1, 4, r + 13,
    2, 5, r + 13,
    3, 20, 6,
    4, 20, 7,
    5, 20, 8,
    6, 20, 9,
    7, 20, 10,
    8, 20, 11,
    9, 20, 12,
    10, 20, 13,
    11, 16, 14,
    13, 15, r + 4,
    14, r + 11, r + 12,
    12, 18, 17,
    13, r + 9, r + 10,
    13, 19, r + 6,
    14, r + 8, r + 9,
    11, 22, 21,
    13, r + 5, r + 4,
    13, r + 7, r + 6,
    11, r + 1, 24,
    13, r + 2, r + 3,
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
        apiVersion: "2015-09-21",
        base64Decoder: config?.base64Decoder ?? index$1.fromBase64,
        base64Encoder: config?.base64Encoder ?? toUint8Array.toBase64,
        disableHostPrefix: config?.disableHostPrefix ?? false,
        endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
        extensions: config?.extensions ?? [],
        httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultECRHttpAuthSchemeProvider,
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
            defaultNamespace: "com.amazonaws.ecr",
            errorTypeRegistries: StartImageScanCommand.errorTypeRegistries,
            xmlNamespace: "http://ecr.amazonaws.com/doc/2015-09-21/",
            version: "2015-09-21",
            serviceTarget: "AmazonEC2ContainerRegistry_V20150921",
        },
        serviceId: config?.serviceId ?? "ECR",
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
        defaultSocketTimeout: getDefaultSocketTimeout.getDefaultSocketTimeout(config?.requestHandler, 300_000),
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

class ECRClient extends index$1.Client {
    config;
    constructor(...[configuration]) {
        const _config_0 = getRuntimeConfig(configuration || {});
        super(_config_0);
        this.initConfig = _config_0;
        const _config_1 = StartImageScanCommand.resolveClientEndpointParameters(_config_0);
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
            httpAuthSchemeParametersProvider: defaultECRHttpAuthSchemeParametersProvider,
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
exports.Attribute$ = StartImageScanCommand.Attribute$;
exports.AuthorizationData$ = StartImageScanCommand.AuthorizationData$;
exports.AwsEcrContainerImageDetails$ = StartImageScanCommand.AwsEcrContainerImageDetails$;
exports.BatchDeleteImage$ = StartImageScanCommand.BatchDeleteImage$;
exports.BatchDeleteImageCommand = StartImageScanCommand.BatchDeleteImageCommand;
exports.BatchDeleteImageRequest$ = StartImageScanCommand.BatchDeleteImageRequest$;
exports.BatchDeleteImageResponse$ = StartImageScanCommand.BatchDeleteImageResponse$;
exports.BatchGetImage$ = StartImageScanCommand.BatchGetImage$;
exports.BatchGetImageCommand = StartImageScanCommand.BatchGetImageCommand;
exports.BatchGetImageRequest$ = StartImageScanCommand.BatchGetImageRequest$;
exports.BatchGetImageResponse$ = StartImageScanCommand.BatchGetImageResponse$;
exports.BatchGetRepositoryScanningConfiguration$ = StartImageScanCommand.BatchGetRepositoryScanningConfiguration$;
exports.BatchGetRepositoryScanningConfigurationCommand = StartImageScanCommand.BatchGetRepositoryScanningConfigurationCommand;
exports.BatchGetRepositoryScanningConfigurationRequest$ = StartImageScanCommand.BatchGetRepositoryScanningConfigurationRequest$;
exports.BatchGetRepositoryScanningConfigurationResponse$ = StartImageScanCommand.BatchGetRepositoryScanningConfigurationResponse$;
exports.BlockedByOrganizationPolicyException = StartImageScanCommand.BlockedByOrganizationPolicyException;
exports.BlockedByOrganizationPolicyException$ = StartImageScanCommand.BlockedByOrganizationPolicyException$;
exports.CvssScore$ = StartImageScanCommand.CvssScore$;
exports.CvssScoreAdjustment$ = StartImageScanCommand.CvssScoreAdjustment$;
exports.CvssScoreDetails$ = StartImageScanCommand.CvssScoreDetails$;
exports.DescribeImageScanFindings$ = StartImageScanCommand.DescribeImageScanFindings$;
exports.DescribeImageScanFindingsCommand = StartImageScanCommand.DescribeImageScanFindingsCommand;
exports.DescribeImageScanFindingsRequest$ = StartImageScanCommand.DescribeImageScanFindingsRequest$;
exports.DescribeImageScanFindingsResponse$ = StartImageScanCommand.DescribeImageScanFindingsResponse$;
exports.DescribeImages$ = StartImageScanCommand.DescribeImages$;
exports.DescribeImagesCommand = StartImageScanCommand.DescribeImagesCommand;
exports.DescribeImagesFilter$ = StartImageScanCommand.DescribeImagesFilter$;
exports.DescribeImagesRequest$ = StartImageScanCommand.DescribeImagesRequest$;
exports.DescribeImagesResponse$ = StartImageScanCommand.DescribeImagesResponse$;
exports.DescribeRepositories$ = StartImageScanCommand.DescribeRepositories$;
exports.DescribeRepositoriesCommand = StartImageScanCommand.DescribeRepositoriesCommand;
exports.DescribeRepositoriesRequest$ = StartImageScanCommand.DescribeRepositoriesRequest$;
exports.DescribeRepositoriesResponse$ = StartImageScanCommand.DescribeRepositoriesResponse$;
exports.ECRServiceException = StartImageScanCommand.ECRServiceException;
exports.ECRServiceException$ = StartImageScanCommand.ECRServiceException$;
exports.EmptyUploadException = StartImageScanCommand.EmptyUploadException;
exports.EmptyUploadException$ = StartImageScanCommand.EmptyUploadException$;
exports.EncryptionConfiguration$ = StartImageScanCommand.EncryptionConfiguration$;
exports.EnhancedImageScanFinding$ = StartImageScanCommand.EnhancedImageScanFinding$;
exports.ExclusionAlreadyExistsException = StartImageScanCommand.ExclusionAlreadyExistsException;
exports.ExclusionAlreadyExistsException$ = StartImageScanCommand.ExclusionAlreadyExistsException$;
exports.ExclusionNotFoundException = StartImageScanCommand.ExclusionNotFoundException;
exports.ExclusionNotFoundException$ = StartImageScanCommand.ExclusionNotFoundException$;
exports.GetAuthorizationToken$ = StartImageScanCommand.GetAuthorizationToken$;
exports.GetAuthorizationTokenCommand = StartImageScanCommand.GetAuthorizationTokenCommand;
exports.GetAuthorizationTokenRequest$ = StartImageScanCommand.GetAuthorizationTokenRequest$;
exports.GetAuthorizationTokenResponse$ = StartImageScanCommand.GetAuthorizationTokenResponse$;
exports.GetDownloadUrlForLayer$ = StartImageScanCommand.GetDownloadUrlForLayer$;
exports.GetDownloadUrlForLayerCommand = StartImageScanCommand.GetDownloadUrlForLayerCommand;
exports.GetDownloadUrlForLayerRequest$ = StartImageScanCommand.GetDownloadUrlForLayerRequest$;
exports.GetDownloadUrlForLayerResponse$ = StartImageScanCommand.GetDownloadUrlForLayerResponse$;
exports.GetRegistryScanningConfiguration$ = StartImageScanCommand.GetRegistryScanningConfiguration$;
exports.GetRegistryScanningConfigurationCommand = StartImageScanCommand.GetRegistryScanningConfigurationCommand;
exports.GetRegistryScanningConfigurationRequest$ = StartImageScanCommand.GetRegistryScanningConfigurationRequest$;
exports.GetRegistryScanningConfigurationResponse$ = StartImageScanCommand.GetRegistryScanningConfigurationResponse$;
exports.Image$ = StartImageScanCommand.Image$;
exports.ImageAlreadyExistsException = StartImageScanCommand.ImageAlreadyExistsException;
exports.ImageAlreadyExistsException$ = StartImageScanCommand.ImageAlreadyExistsException$;
exports.ImageArchivedException = StartImageScanCommand.ImageArchivedException;
exports.ImageArchivedException$ = StartImageScanCommand.ImageArchivedException$;
exports.ImageDetail$ = StartImageScanCommand.ImageDetail$;
exports.ImageDigestDoesNotMatchException = StartImageScanCommand.ImageDigestDoesNotMatchException;
exports.ImageDigestDoesNotMatchException$ = StartImageScanCommand.ImageDigestDoesNotMatchException$;
exports.ImageFailure$ = StartImageScanCommand.ImageFailure$;
exports.ImageIdentifier$ = StartImageScanCommand.ImageIdentifier$;
exports.ImageNotFoundException = StartImageScanCommand.ImageNotFoundException;
exports.ImageNotFoundException$ = StartImageScanCommand.ImageNotFoundException$;
exports.ImageScanFinding$ = StartImageScanCommand.ImageScanFinding$;
exports.ImageScanFindings$ = StartImageScanCommand.ImageScanFindings$;
exports.ImageScanFindingsSummary$ = StartImageScanCommand.ImageScanFindingsSummary$;
exports.ImageScanStatus$ = StartImageScanCommand.ImageScanStatus$;
exports.ImageScanningConfiguration$ = StartImageScanCommand.ImageScanningConfiguration$;
exports.ImageStorageClassUpdateNotSupportedException = StartImageScanCommand.ImageStorageClassUpdateNotSupportedException;
exports.ImageStorageClassUpdateNotSupportedException$ = StartImageScanCommand.ImageStorageClassUpdateNotSupportedException$;
exports.ImageTagAlreadyExistsException = StartImageScanCommand.ImageTagAlreadyExistsException;
exports.ImageTagAlreadyExistsException$ = StartImageScanCommand.ImageTagAlreadyExistsException$;
exports.ImageTagMutabilityExclusionFilter$ = StartImageScanCommand.ImageTagMutabilityExclusionFilter$;
exports.InvalidLayerException = StartImageScanCommand.InvalidLayerException;
exports.InvalidLayerException$ = StartImageScanCommand.InvalidLayerException$;
exports.InvalidLayerPartException = StartImageScanCommand.InvalidLayerPartException;
exports.InvalidLayerPartException$ = StartImageScanCommand.InvalidLayerPartException$;
exports.InvalidParameterException = StartImageScanCommand.InvalidParameterException;
exports.InvalidParameterException$ = StartImageScanCommand.InvalidParameterException$;
exports.InvalidTagParameterException = StartImageScanCommand.InvalidTagParameterException;
exports.InvalidTagParameterException$ = StartImageScanCommand.InvalidTagParameterException$;
exports.KmsException = StartImageScanCommand.KmsException;
exports.KmsException$ = StartImageScanCommand.KmsException$;
exports.LayerAlreadyExistsException = StartImageScanCommand.LayerAlreadyExistsException;
exports.LayerAlreadyExistsException$ = StartImageScanCommand.LayerAlreadyExistsException$;
exports.LayerInaccessibleException = StartImageScanCommand.LayerInaccessibleException;
exports.LayerInaccessibleException$ = StartImageScanCommand.LayerInaccessibleException$;
exports.LayerPartTooSmallException = StartImageScanCommand.LayerPartTooSmallException;
exports.LayerPartTooSmallException$ = StartImageScanCommand.LayerPartTooSmallException$;
exports.LayersNotFoundException = StartImageScanCommand.LayersNotFoundException;
exports.LayersNotFoundException$ = StartImageScanCommand.LayersNotFoundException$;
exports.LifecyclePolicyNotFoundException = StartImageScanCommand.LifecyclePolicyNotFoundException;
exports.LifecyclePolicyNotFoundException$ = StartImageScanCommand.LifecyclePolicyNotFoundException$;
exports.LifecyclePolicyPreviewInProgressException = StartImageScanCommand.LifecyclePolicyPreviewInProgressException;
exports.LifecyclePolicyPreviewInProgressException$ = StartImageScanCommand.LifecyclePolicyPreviewInProgressException$;
exports.LifecyclePolicyPreviewNotFoundException = StartImageScanCommand.LifecyclePolicyPreviewNotFoundException;
exports.LifecyclePolicyPreviewNotFoundException$ = StartImageScanCommand.LifecyclePolicyPreviewNotFoundException$;
exports.LimitExceededException = StartImageScanCommand.LimitExceededException;
exports.LimitExceededException$ = StartImageScanCommand.LimitExceededException$;
exports.PackageVulnerabilityDetails$ = StartImageScanCommand.PackageVulnerabilityDetails$;
exports.PullThroughCacheRuleAlreadyExistsException = StartImageScanCommand.PullThroughCacheRuleAlreadyExistsException;
exports.PullThroughCacheRuleAlreadyExistsException$ = StartImageScanCommand.PullThroughCacheRuleAlreadyExistsException$;
exports.PullThroughCacheRuleNotFoundException = StartImageScanCommand.PullThroughCacheRuleNotFoundException;
exports.PullThroughCacheRuleNotFoundException$ = StartImageScanCommand.PullThroughCacheRuleNotFoundException$;
exports.PutImage$ = StartImageScanCommand.PutImage$;
exports.PutImageCommand = StartImageScanCommand.PutImageCommand;
exports.PutImageRequest$ = StartImageScanCommand.PutImageRequest$;
exports.PutImageResponse$ = StartImageScanCommand.PutImageResponse$;
exports.Recommendation$ = StartImageScanCommand.Recommendation$;
exports.ReferencedImagesNotFoundException = StartImageScanCommand.ReferencedImagesNotFoundException;
exports.ReferencedImagesNotFoundException$ = StartImageScanCommand.ReferencedImagesNotFoundException$;
exports.RegistryPolicyNotFoundException = StartImageScanCommand.RegistryPolicyNotFoundException;
exports.RegistryPolicyNotFoundException$ = StartImageScanCommand.RegistryPolicyNotFoundException$;
exports.RegistryScanningConfiguration$ = StartImageScanCommand.RegistryScanningConfiguration$;
exports.RegistryScanningRule$ = StartImageScanCommand.RegistryScanningRule$;
exports.Remediation$ = StartImageScanCommand.Remediation$;
exports.ReplicationBackfillInProgressException = StartImageScanCommand.ReplicationBackfillInProgressException;
exports.ReplicationBackfillInProgressException$ = StartImageScanCommand.ReplicationBackfillInProgressException$;
exports.ReplicationBackfillInvalidStatusException = StartImageScanCommand.ReplicationBackfillInvalidStatusException;
exports.ReplicationBackfillInvalidStatusException$ = StartImageScanCommand.ReplicationBackfillInvalidStatusException$;
exports.ReplicationBackfillNotFoundException = StartImageScanCommand.ReplicationBackfillNotFoundException;
exports.ReplicationBackfillNotFoundException$ = StartImageScanCommand.ReplicationBackfillNotFoundException$;
exports.Repository$ = StartImageScanCommand.Repository$;
exports.RepositoryAlreadyExistsException = StartImageScanCommand.RepositoryAlreadyExistsException;
exports.RepositoryAlreadyExistsException$ = StartImageScanCommand.RepositoryAlreadyExistsException$;
exports.RepositoryNotEmptyException = StartImageScanCommand.RepositoryNotEmptyException;
exports.RepositoryNotEmptyException$ = StartImageScanCommand.RepositoryNotEmptyException$;
exports.RepositoryNotFoundException = StartImageScanCommand.RepositoryNotFoundException;
exports.RepositoryNotFoundException$ = StartImageScanCommand.RepositoryNotFoundException$;
exports.RepositoryPolicyNotFoundException = StartImageScanCommand.RepositoryPolicyNotFoundException;
exports.RepositoryPolicyNotFoundException$ = StartImageScanCommand.RepositoryPolicyNotFoundException$;
exports.RepositoryScanningConfiguration$ = StartImageScanCommand.RepositoryScanningConfiguration$;
exports.RepositoryScanningConfigurationFailure$ = StartImageScanCommand.RepositoryScanningConfigurationFailure$;
exports.Resource$ = StartImageScanCommand.Resource$;
exports.ResourceDetails$ = StartImageScanCommand.ResourceDetails$;
exports.ScanNotFoundException = StartImageScanCommand.ScanNotFoundException;
exports.ScanNotFoundException$ = StartImageScanCommand.ScanNotFoundException$;
exports.ScanningRepositoryFilter$ = StartImageScanCommand.ScanningRepositoryFilter$;
exports.ScoreDetails$ = StartImageScanCommand.ScoreDetails$;
exports.SecretNotFoundException = StartImageScanCommand.SecretNotFoundException;
exports.SecretNotFoundException$ = StartImageScanCommand.SecretNotFoundException$;
exports.ServerException = StartImageScanCommand.ServerException;
exports.ServerException$ = StartImageScanCommand.ServerException$;
exports.SigningConfigurationNotFoundException = StartImageScanCommand.SigningConfigurationNotFoundException;
exports.SigningConfigurationNotFoundException$ = StartImageScanCommand.SigningConfigurationNotFoundException$;
exports.StartImageScan$ = StartImageScanCommand.StartImageScan$;
exports.StartImageScanCommand = StartImageScanCommand.StartImageScanCommand;
exports.StartImageScanRequest$ = StartImageScanCommand.StartImageScanRequest$;
exports.StartImageScanResponse$ = StartImageScanCommand.StartImageScanResponse$;
exports.TemplateAlreadyExistsException = StartImageScanCommand.TemplateAlreadyExistsException;
exports.TemplateAlreadyExistsException$ = StartImageScanCommand.TemplateAlreadyExistsException$;
exports.TemplateNotFoundException = StartImageScanCommand.TemplateNotFoundException;
exports.TemplateNotFoundException$ = StartImageScanCommand.TemplateNotFoundException$;
exports.TooManyTagsException = StartImageScanCommand.TooManyTagsException;
exports.TooManyTagsException$ = StartImageScanCommand.TooManyTagsException$;
exports.UnableToAccessSecretException = StartImageScanCommand.UnableToAccessSecretException;
exports.UnableToAccessSecretException$ = StartImageScanCommand.UnableToAccessSecretException$;
exports.UnableToDecryptSecretValueException = StartImageScanCommand.UnableToDecryptSecretValueException;
exports.UnableToDecryptSecretValueException$ = StartImageScanCommand.UnableToDecryptSecretValueException$;
exports.UnableToGetUpstreamImageException = StartImageScanCommand.UnableToGetUpstreamImageException;
exports.UnableToGetUpstreamImageException$ = StartImageScanCommand.UnableToGetUpstreamImageException$;
exports.UnableToGetUpstreamLayerException = StartImageScanCommand.UnableToGetUpstreamLayerException;
exports.UnableToGetUpstreamLayerException$ = StartImageScanCommand.UnableToGetUpstreamLayerException$;
exports.UnableToListUpstreamImageReferrersException = StartImageScanCommand.UnableToListUpstreamImageReferrersException;
exports.UnableToListUpstreamImageReferrersException$ = StartImageScanCommand.UnableToListUpstreamImageReferrersException$;
exports.UnsupportedImageTypeException = StartImageScanCommand.UnsupportedImageTypeException;
exports.UnsupportedImageTypeException$ = StartImageScanCommand.UnsupportedImageTypeException$;
exports.UnsupportedUpstreamRegistryException = StartImageScanCommand.UnsupportedUpstreamRegistryException;
exports.UnsupportedUpstreamRegistryException$ = StartImageScanCommand.UnsupportedUpstreamRegistryException$;
exports.UploadNotFoundException = StartImageScanCommand.UploadNotFoundException;
exports.UploadNotFoundException$ = StartImageScanCommand.UploadNotFoundException$;
exports.ValidationException = StartImageScanCommand.ValidationException;
exports.ValidationException$ = StartImageScanCommand.ValidationException$;
exports.VulnerablePackage$ = StartImageScanCommand.VulnerablePackage$;
exports.errorTypeRegistries = StartImageScanCommand.errorTypeRegistries;
exports.ECRClient = ECRClient;
