const text = { type: 'string' } as const;
const object = (properties: object, required: readonly string[] = []) =>
  ({ type: 'object', additionalProperties: false, properties, required }) as const;
const mapOf = (value: object) => ({ type: 'object', additionalProperties: value }) as const;
const scalar = { type: ['string', 'number', 'boolean'] } as const;

/** The keys that a generated workflow may have, from "Workflow syntax for GitHub Actions" (docs.github.com). */
export const githubWorkflowSchema = object(
  {
    name: text,
    on: object({ pull_request: { type: 'null' }, push: object({ branches: { type: 'array', items: text } }) }),
    permissions: object({ contents: { enum: ['read', 'write', 'none'] } }),
    jobs: mapOf(
      object(
        {
          'runs-on': text,
          'timeout-minutes': { type: 'number' },
          env: mapOf(text),
          steps: {
            type: 'array',
            minItems: 1,
            items: {
              ...object({ if: text, uses: { type: 'string', pattern: '^[^@]+@.+$' }, run: text, with: mapOf(scalar) }),
              oneOf: [{ required: ['uses'] }, { required: ['run'] }],
            },
          },
        },
        ['runs-on', 'steps'],
      ),
    ),
  },
  ['on', 'jobs'],
);

/** The keys that a generated pipeline may have, from "CI/CD YAML syntax reference" (docs.gitlab.com). */
export const gitlabPipelineSchema = mapOf(
  object(
    {
      image: text,
      timeout: text,
      variables: mapOf(object({ value: text, expand: { type: 'boolean' } }, ['value'])),
      script: { type: 'array', minItems: 1, items: text },
      artifacts: object({
        when: { enum: ['on_success', 'on_failure', 'always'] },
        paths: { type: 'array', items: text },
        reports: object({ junit: text }),
      }),
    },
    ['script'],
  ),
);
