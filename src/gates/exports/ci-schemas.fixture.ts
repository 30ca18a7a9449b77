const text = { type: 'string' } as const;
const createObjectSchema = (properties: object, required: readonly string[] = []) =>
  ({ type: 'object', additionalProperties: false, properties, required }) as const;
const mapOf = (value: object) => ({ type: 'object', additionalProperties: value }) as const;
const scalar = { type: ['string', 'number', 'boolean'] } as const;

/** The keys that a generated workflow may have, from "Workflow syntax for GitHub Actions" (docs.github.com). */
export const githubWorkflowSchema = createObjectSchema(
  {
    name: text,
    on: createObjectSchema({
      pull_request: { type: 'null' },
      push: createObjectSchema({ branches: { type: 'array', items: text } }),
    }),
    permissions: createObjectSchema({ contents: { enum: ['read', 'write', 'none'] } }),
    jobs: mapOf(
      createObjectSchema(
        {
          'runs-on': text,
          'timeout-minutes': { type: 'number' },
          env: mapOf(text),
          steps: {
            type: 'array',
            minItems: 1,
            items: {
              ...createObjectSchema({
                if: text,
                uses: { type: 'string', pattern: '^[^@]+@.+$' },
                run: text,
                with: mapOf(scalar),
              }),
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
  createObjectSchema(
    {
      image: text,
      timeout: text,
      variables: mapOf(createObjectSchema({ value: text, expand: { type: 'boolean' } }, ['value'])),
      script: { type: 'array', minItems: 1, items: text },
      artifacts: createObjectSchema({
        when: { enum: ['on_success', 'on_failure', 'always'] },
        paths: { type: 'array', items: text },
        reports: createObjectSchema({ junit: text }),
      }),
    },
    ['script'],
  ),
);
