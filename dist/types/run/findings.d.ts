import type { Image } from '../image/image.js';
import { type SavedReport } from '../report/saved.js';
/** The settings of `check` that decide about findings. */
declare const POLICY: readonly ['packs', 'fail-on', 'max-findings', 'untriaged', 'unfixed', 'fix-within', 'max-scan-age'];
type PolicyName = (typeof POLICY)[number];
/** Findings, and the policy that judges them. */
export interface FindingsCheck {
    /** Answers of DescribeImageScanFindings, each as JSON.parse or the AWS SDK returns it. */
    readonly findings: readonly unknown[];
    /** Rules, overrides and exceptions: the texts of files, and the names by which messages call them; files of other tools by theirs. */
    readonly rules?: readonly {
        readonly path: string;
        readonly text: string;
    }[] | undefined;
    /** What to compare the findings with: a report, as `judgeFindings` returned it or JSON.parse reads it. */
    readonly baseline?: unknown;
    /** Settings of `check` by their names, each in the words of a flag or an input, such as `critical=0, high=3`. */
    readonly settings?: Readonly<Partial<Record<PolicyName, string | undefined>>> | undefined;
    /** As of when exceptions end and scans grow old. */
    readonly now: Date;
}
/**
 * Judges findings as `check` does. What is wrong with the rules or the settings is in the report, and its verdict is then `undecided`.
 * Throws a TypeError where `findings` is no list, or `now` no date.
 */
export declare function judgeFindings(check: FindingsCheck): SavedReport;
/** Images from answers of DescribeImageScanFindings, with every gap. What is no such answer is an image of which nothing was seen. */
export declare function readImages(answers: readonly unknown[], readAt: Date): readonly Image[];
export {};
