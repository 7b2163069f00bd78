import { type Fields } from '../json.ts';
/** Threat Stack's `user`; undefined where the record names nobody. */
export declare function userOf(event: Fields): string | undefined;
/** Threat Stack's `arnRole`: arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session */
export declare function roleOf(event: Fields): string | undefined;
/** For a session of a service-linked role its `<service>/<role>`: ssm.amazonaws.com/AWSServiceRoleForAmazonSSM */
export declare function linkedRoleOf(event: Fields): string | undefined;
