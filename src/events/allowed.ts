// What may be taken of live answers: the members that an event may have, and no other. What carries secrets has no name in this file, so that
// it is never taken out of an answer, and reading it would not compile.

import type { Members } from './members.ts'

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Session.html */
export const SESSION = {
  SessionId: 'text',
  Target: 'text',
  Status: 'text',
  StartDate: 'instant',
  EndDate: 'instant',
  DocumentName: 'text',
  Owner: 'text',
  Reason: 'text',
  MaxSessionDuration: 'text',
  AccessType: 'text',
} as const satisfies Members

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Command.html */
export const COMMAND = {
  CommandId: 'text',
  DocumentName: 'text',
  DocumentVersion: 'text',
  InstanceIds: 'texts',
  Targets: 'selections',
  RequestedDateTime: 'instant',
  Status: 'text',
  StatusDetails: 'text',
  ServiceRole: 'text',
  TargetCount: 'number',
  CompletedCount: 'number',
  ErrorCount: 'number',
} as const satisfies Members

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandInvocation.html */
export const INVOCATION = {
  CommandId: 'text',
  InstanceId: 'text',
  Status: 'text',
  StatusDetails: 'text',
} as const satisfies Members

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionMetadata.html */
export const AUTOMATION = {
  AutomationExecutionId: 'text',
  DocumentName: 'text',
  DocumentVersion: 'text',
  AutomationExecutionStatus: 'text',
  ExecutionStartTime: 'instant',
  ExecutionEndTime: 'instant',
  ExecutedBy: 'text',
  Mode: 'text',
  ParentAutomationExecutionId: 'text',
  CurrentStepName: 'text',
  CurrentAction: 'text',
  Targets: 'selections',
  Target: 'text',
  AutomationSubtype: 'text',
  ScheduledTime: 'instant',
} as const satisfies Members
