// The FROM with which a Dockerfile's final stage begins. The expected lines are those of BuildKit's own parser.

import { describe, expect, test } from 'vitest'
import { readInstructions } from '../../src/locate/dockerfile.ts'

const findLastFrom = (text: string): number | null => readInstructions(text).findLast(({ word }) => word === 'FROM')?.line ?? null

describe('the last FROM', () => {
  test.each<[title: string, text: string, line: number]>([
    ['alone', 'FROM scratch', 1],
    ['behind comments and empty lines', '# base\n\n  # more\nFROM alpine:3.20\n', 4],
    ['of several stages', 'FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\n', 3],
    ['that names an earlier stage', 'FROM node:22 AS base\nFROM base AS final\n', 2],
    ['for a platform', 'FROM --platform=$BUILDPLATFORM golang:1.25 AS build\nFROM --platform=linux/arm64 scratch\n', 2],
    ['with an argument', 'ARG TAG=3.20\nFROM alpine:$TAG\n', 2],
    ['in lower case', 'from alpine\nrun true\n', 1],
    ['indented', '  FROM alpine\n\tFROM busybox\n', 2],
    ['with a tab', 'FROM a\nFROM\tb\n', 2],
    ['behind a byte order mark', '\ufeffFROM alpine\n', 1],
    ['with carriage returns', 'FROM a\r\nRUN true\r\nFROM b\r\n', 3],
    ['over several lines, where it begins', 'FROM a\nFROM \\\n  --platform=linux/amd64 \\\n  b\n', 2],
  ])('%s', (_, text, line) => {
    expect(findLastFrom(text)).toBe(line)
  })
})

describe('a FROM that does not count', () => {
  test.each<[title: string, text: string, line: number]>([
    ['in a comment', 'FROM a\n# FROM b\n', 1],
    ['in a continued line', 'FROM a\nRUN echo \\\nFROM b\n', 1],
    ['in a line continued by a backslash and blanks', 'FROM a\nRUN echo \\  \nFROM b\n', 1],
    ['behind a comment in a continued line', 'FROM a\nRUN echo \\\n# a comment\nFROM b\n', 1],
    ['behind an empty line in a continued line', 'FROM a\nRUN echo \\\n\nFROM b\n', 1],
    ['behind another escape character', '# escape=`\nFROM a\nRUN dir `\nFROM b\n', 2],
    ['in a here-document', 'FROM a\nRUN <<EOF\nFROM b\nEOF\n', 1],
    ['in a here-document with a quoted end', 'FROM a\nRUN <<"EOF"\nFROM b\nEOF\n', 1],
    ['in a here-document with tabs', 'FROM a\nRUN <<-EOF\nFROM b\n\tEOF\n', 1],
    ['in a here-document with an indented end', 'FROM a\nRUN <<EOF\n\tEOF\nFROM b\nEOF\n', 1],
    ['in a here-document with a blank before its end', 'FROM a\nRUN cat << EOF\nFROM b\nEOF\n', 1],
    ['in the second of two here-documents', 'FROM a\nRUN cat <<A <<B\nA\nFROM b\nB\n', 1],
    ['in a here-document of COPY', 'FROM a\nCOPY <<EOF /Dockerfile\nFROM b\nEOF\n', 1],
    ['in a here-document of ONBUILD', 'FROM a\nONBUILD RUN <<EOF\nFROM b\nEOF\n', 1],
    ['in a here-document behind a continued line', 'FROM a\nRUN cat \\\n  <<EOF\nFROM b\nEOF\n', 1],
    ['with another word', 'FROM a\nFROMAGE b\n', 1],
  ])('%s', (_, text, line) => {
    expect(findLastFrom(text)).toBe(line)
  })
})

describe('a FROM that counts', () => {
  test.each<[title: string, text: string, line: number]>([
    ['behind a here-document', 'FROM a\nRUN <<EOF\nFROM b\nEOF\nFROM c\n', 5],
    ['behind a here-string', 'FROM a\nRUN cat <<<EOF\nFROM b\n', 3],
    ['behind << within a word', 'FROM a\nRUN cat<<EOF\nFROM b\n', 3],
    ['behind << in quotes', 'FROM a\nRUN echo "a <<EOF b"\nFROM b\n', 3],
    ['behind << of an instruction that takes no here-document', 'FROM a\nENV A=<<EOF\nFROM b\n', 3],
    ['behind two backslashes', 'FROM a\nRUN echo \\\\\nFROM b\n', 3],
    ['behind a backslash where a backtick escapes', '# escape=`\nFROM a\nRUN dir c:\\\nFROM b\n', 4],
    ['behind a backtick where escape is no directive any more', '# a comment\n# escape=`\nFROM a\nRUN dir `\nFROM b\n', 5],
    ['behind several directives', '# syntax=docker/dockerfile:1\n# Escape = `\nFROM a\nRUN dir \\\nFROM b\n', 5],
    ['behind a comment that ends in a backslash', 'FROM a\n# so \\\nFROM b\n', 3],
  ])('%s', (_, text, line) => {
    expect(findLastFrom(text)).toBe(line)
  })
})

test.each([
  ['an empty file', ''],
  ['comments alone', '# FROM a\n'],
  ['instructions alone', 'RUN true\n'],
  ['a here-document without an end', 'RUN <<EOF\nFROM a\n'],
])('%s has none', (_, text) => {
  expect(findLastFrom(text)).toBeNull()
})

// Anybody who opens a pull request can write this file, so it must exhaust neither the time nor the stack.
test.each([
  ['words', 'RUN <<A '.padEnd(5_000_000, 'a')],
  ['quotes', 'RUN <<A '.padEnd(5_000_000, `'"`)],
  ['blanks', 'RUN <<'.padEnd(5_000_000)],
  ['escapes', '\\ '.repeat(500_000)],
  ['continued lines', `RUN ${'\\\n'.repeat(500_000)}`],
  ['here-documents', `RUN${' <<A'.repeat(20_000)}`],
])('ends whatever the number of %s', (_, text) => {
  expect(findLastFrom(`FROM a\n${text}`)).toBe(1)
})
