/** The part of the language client that is used: in a file of its own, which is loaded when there is a project. */

export { LanguageClient, TransportKind } from 'vscode-languageclient/node';
