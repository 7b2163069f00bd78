'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const AssumeRoleCommand = require('./chunk-AssumeRoleCommand.cjs');
const setCredentialFeature = require('./chunk-setCredentialFeature.cjs');
const configLoader = require('./chunk-configLoader.cjs');
const normalizeProvider = require('./chunk-normalizeProvider.cjs');
const index = require('./chunk-index.cjs');
const index$1 = require('./chunk-index2.cjs');
require('./chunk-resolveAwsSdkSigV4AConfig.cjs');
require('node:crypto');
require('./chunk-FromStringShapeDeserializer.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-httpRequest.cjs');
require('./chunk-package.cjs');
require('./chunk-toUint8Array.cjs');
require('./chunk-stream-type-check.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-AwsQueryProtocol.cjs');
require('./chunk-RpcProtocol.cjs');
require('./chunk-noAuth.cjs');
require('./chunk-stream-collector.cjs');
require('node:stream');
require('./chunk-node-http-handler.cjs');
require('node:https');
require('./chunk-httpResponse.cjs');
require('./chunk-getDefaultSocketTimeout.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('node:fs');
require('node:process');

function stsRegionDefaultResolver(loaderConfig = {}) {
    return configLoader.loadConfig({
        ...normalizeProvider.NODE_REGION_CONFIG_OPTIONS,
        async default() {
            {
                console.warn("@aws-sdk - WARN - default STS region of us-east-1 used. See @aws-sdk/credential-providers README and set a region explicitly.");
            }
            return "us-east-1";
        },
    }, { ...normalizeProvider.NODE_REGION_CONFIG_FILE_OPTIONS, ...loaderConfig });
}

class AssumeRoleWithWebIdentityCommand extends AssumeRoleCommand.command(AssumeRoleCommand._ep0, AssumeRoleCommand._mw0, "AssumeRoleWithWebIdentity", AssumeRoleCommand.AssumeRoleWithWebIdentity$) {
}

const getAccountIdFromAssumedRoleUser = (assumedRoleUser) => {
    if (typeof assumedRoleUser?.Arn === "string") {
        const arnComponents = assumedRoleUser.Arn.split(":");
        if (arnComponents.length > 4 && arnComponents[4] !== "") {
            return arnComponents[4];
        }
    }
    return undefined;
};
const resolveRegion = async (_region, _parentRegion, credentialProviderLogger, loaderConfig = {}) => {
    const region = typeof _region === "function" ? await _region() : _region;
    const parentRegion = typeof _parentRegion === "function" ? await _parentRegion() : _parentRegion;
    let stsDefaultRegion = "";
    const resolvedRegion = region ?? parentRegion ?? (stsDefaultRegion = await stsRegionDefaultResolver(loaderConfig)());
    credentialProviderLogger?.debug?.("@aws-sdk/client-sts::resolveRegion", "accepting first of:", `${region} (credential provider clientConfig)`, `${parentRegion} (contextual client)`, `${stsDefaultRegion} (STS default: AWS_REGION, profile region, or us-east-1)`);
    return resolvedRegion;
};
const getDefaultRoleAssumer$1 = (stsOptions, STSClient) => {
    let stsClient;
    let closureSourceCreds;
    return async (sourceCreds, params) => {
        closureSourceCreds = sourceCreds;
        if (!stsClient) {
            const { logger = stsOptions?.parentClientConfig?.logger, profile = stsOptions?.parentClientConfig?.profile, region, requestHandler = stsOptions?.parentClientConfig?.requestHandler, credentialProviderLogger, userAgentAppId = stsOptions?.parentClientConfig?.userAgentAppId, } = stsOptions;
            const resolvedRegion = await resolveRegion(region, stsOptions?.parentClientConfig?.region, credentialProviderLogger, {
                logger,
                profile,
            });
            const isCompatibleRequestHandler = !isH2(requestHandler);
            stsClient = new STSClient({
                ...stsOptions,
                userAgentAppId,
                profile,
                credentialDefaultProvider: () => async () => closureSourceCreds,
                region: resolvedRegion,
                requestHandler: isCompatibleRequestHandler ? requestHandler : undefined,
                logger: logger,
            });
        }
        const { Credentials, AssumedRoleUser } = await stsClient.send(new AssumeRoleCommand.AssumeRoleCommand(params));
        if (!Credentials || !Credentials.AccessKeyId || !Credentials.SecretAccessKey) {
            throw new Error(`Invalid response from STS.assumeRole call with role ${params.RoleArn}`);
        }
        const accountId = getAccountIdFromAssumedRoleUser(AssumedRoleUser);
        const credentials = {
            accessKeyId: Credentials.AccessKeyId,
            secretAccessKey: Credentials.SecretAccessKey,
            sessionToken: Credentials.SessionToken,
            expiration: Credentials.Expiration,
            ...(Credentials.CredentialScope && { credentialScope: Credentials.CredentialScope }),
            ...(accountId && { accountId }),
        };
        setCredentialFeature.setCredentialFeature(credentials, "CREDENTIALS_STS_ASSUME_ROLE", "i");
        return credentials;
    };
};
const getDefaultRoleAssumerWithWebIdentity$1 = (stsOptions, STSClient) => {
    let stsClient;
    return async (params) => {
        if (!stsClient) {
            const { logger = stsOptions?.parentClientConfig?.logger, profile = stsOptions?.parentClientConfig?.profile, region, requestHandler = stsOptions?.parentClientConfig?.requestHandler, credentialProviderLogger, userAgentAppId = stsOptions?.parentClientConfig?.userAgentAppId, } = stsOptions;
            const resolvedRegion = await resolveRegion(region, stsOptions?.parentClientConfig?.region, credentialProviderLogger, {
                logger,
                profile,
            });
            const isCompatibleRequestHandler = !isH2(requestHandler);
            stsClient = new STSClient({
                ...stsOptions,
                userAgentAppId,
                profile,
                region: resolvedRegion,
                requestHandler: isCompatibleRequestHandler ? requestHandler : undefined,
                logger: logger,
            });
        }
        const { Credentials, AssumedRoleUser } = await stsClient.send(new AssumeRoleWithWebIdentityCommand(params));
        if (!Credentials || !Credentials.AccessKeyId || !Credentials.SecretAccessKey) {
            throw new Error(`Invalid response from STS.assumeRoleWithWebIdentity call with role ${params.RoleArn}`);
        }
        const accountId = getAccountIdFromAssumedRoleUser(AssumedRoleUser);
        const credentials = {
            accessKeyId: Credentials.AccessKeyId,
            secretAccessKey: Credentials.SecretAccessKey,
            sessionToken: Credentials.SessionToken,
            expiration: Credentials.Expiration,
            ...(Credentials.CredentialScope && { credentialScope: Credentials.CredentialScope }),
            ...(accountId && { accountId }),
        };
        if (accountId) {
            setCredentialFeature.setCredentialFeature(credentials, "RESOLVED_ACCOUNT_ID", "T");
        }
        setCredentialFeature.setCredentialFeature(credentials, "CREDENTIALS_STS_ASSUME_ROLE_WEB_ID", "k");
        return credentials;
    };
};
const isH2 = (requestHandler) => {
    return requestHandler?.metadata?.handlerProtocol === "h2";
};

const getCustomizableStsClientCtor = (baseCtor, customizations) => {
    if (!customizations)
        return baseCtor;
    else
        return class CustomizableSTSClient extends baseCtor {
            constructor(config) {
                super(config);
                for (const customization of customizations) {
                    this.middlewareStack.use(customization);
                }
            }
        };
};
const getDefaultRoleAssumer = (stsOptions = {}, stsPlugins) => getDefaultRoleAssumer$1(stsOptions, getCustomizableStsClientCtor(AssumeRoleCommand.STSClient, stsPlugins));
const getDefaultRoleAssumerWithWebIdentity = (stsOptions = {}, stsPlugins) => getDefaultRoleAssumerWithWebIdentity$1(stsOptions, getCustomizableStsClientCtor(AssumeRoleCommand.STSClient, stsPlugins));

exports.AssumeRole$ = AssumeRoleCommand.AssumeRole$;
exports.AssumeRoleCommand = AssumeRoleCommand.AssumeRoleCommand;
exports.AssumeRoleRequest$ = AssumeRoleCommand.AssumeRoleRequest$;
exports.AssumeRoleResponse$ = AssumeRoleCommand.AssumeRoleResponse$;
exports.AssumeRoleWithWebIdentity$ = AssumeRoleCommand.AssumeRoleWithWebIdentity$;
exports.AssumeRoleWithWebIdentityRequest$ = AssumeRoleCommand.AssumeRoleWithWebIdentityRequest$;
exports.AssumeRoleWithWebIdentityResponse$ = AssumeRoleCommand.AssumeRoleWithWebIdentityResponse$;
exports.AssumedRoleUser$ = AssumeRoleCommand.AssumedRoleUser$;
exports.Credentials$ = AssumeRoleCommand.Credentials$;
exports.ExpiredTokenException = AssumeRoleCommand.ExpiredTokenException;
exports.ExpiredTokenException$ = AssumeRoleCommand.ExpiredTokenException$;
exports.IDPCommunicationErrorException = AssumeRoleCommand.IDPCommunicationErrorException;
exports.IDPCommunicationErrorException$ = AssumeRoleCommand.IDPCommunicationErrorException$;
exports.IDPRejectedClaimException = AssumeRoleCommand.IDPRejectedClaimException;
exports.IDPRejectedClaimException$ = AssumeRoleCommand.IDPRejectedClaimException$;
exports.InvalidContextAssertionException = AssumeRoleCommand.InvalidContextAssertionException;
exports.InvalidContextAssertionException$ = AssumeRoleCommand.InvalidContextAssertionException$;
exports.InvalidIdentityTokenException = AssumeRoleCommand.InvalidIdentityTokenException;
exports.InvalidIdentityTokenException$ = AssumeRoleCommand.InvalidIdentityTokenException$;
exports.MalformedPolicyDocumentException = AssumeRoleCommand.MalformedPolicyDocumentException;
exports.MalformedPolicyDocumentException$ = AssumeRoleCommand.MalformedPolicyDocumentException$;
exports.OriginIdentity$ = AssumeRoleCommand.OriginIdentity$;
exports.PackedPolicyTooLargeException = AssumeRoleCommand.PackedPolicyTooLargeException;
exports.PackedPolicyTooLargeException$ = AssumeRoleCommand.PackedPolicyTooLargeException$;
exports.PolicyDescriptorType$ = AssumeRoleCommand.PolicyDescriptorType$;
exports.ProvidedContext$ = AssumeRoleCommand.ProvidedContext$;
exports.RegionDisabledException = AssumeRoleCommand.RegionDisabledException;
exports.RegionDisabledException$ = AssumeRoleCommand.RegionDisabledException$;
exports.STSClient = AssumeRoleCommand.STSClient;
exports.STSServiceException = AssumeRoleCommand.STSServiceException;
exports.STSServiceException$ = AssumeRoleCommand.STSServiceException$;
exports.Tag$ = AssumeRoleCommand.Tag$;
exports.TransactionContext$ = AssumeRoleCommand.TransactionContext$;
exports.TrustedIdentityPropagationContext$ = AssumeRoleCommand.TrustedIdentityPropagationContext$;
exports.errorTypeRegistries = AssumeRoleCommand.errorTypeRegistries;
exports.$Command = index.Command;
exports.__Client = index$1.Client;
exports.AssumeRoleWithWebIdentityCommand = AssumeRoleWithWebIdentityCommand;
exports.getDefaultRoleAssumer = getDefaultRoleAssumer;
exports.getDefaultRoleAssumerWithWebIdentity = getDefaultRoleAssumerWithWebIdentity;
