#compdef nexusgo-fx
# Completion of nexusgo-fx.
local -a verbs
verbs=(
    'run:run the worker, until Ctrl-C or SIGTERM; what the service does'
    'status:how the service and each customer are, worst first; exit code 0 good, 1 degraded, 2 down'
    'explain:why a file is or is not picked up or answered'
    'probe:try a customer'\''s exchange step by step; --create-folders makes what is missing'
    'add-customer:make a customer'\''s key, file and letter'
    'pause:leave a customer'\''s server alone'
    'resume:end a pause'
    'retry:try everything at once that waits after a failure'
    'check-config:check all configuration files and open every key'
    'migrate:bring the tables of a database of one'\''s own up to date; --print-sql shows how'
    'passport:the whole story of a card, file or report'
    'quarantine:list, show, release or discard files that were set aside'
    'production:held reports, batches and cards at the production partner'
    'keys:OpenPGP keys, customers'\'' and the master key'
    'history:what is kept of one person'
    'retention:plan and apply erasures'
    'hold:stop the erasure of a customer'\''s cards for a time'
    'erase:erase a card or an order by hand'
    'audit:verify the audit logs'
    'evidence:what was erased, and why'
    'incident:what was touched in a span of days'
    'record-of-processing:the record of GDPR Article 30(2)'
    'drift-report:how the files of a customer kept the agreement in a month'
    'forgive:expect no order files of a customer until a day'
    'offboard:end a customer'
    'template:write an order workbook for a customer'
    'schema:write the JSON schemas of the configuration'
)
if (( CURRENT == 2 )); then
    _describe verb verbs
else
    _alternative 'options:option:(--config --json --help)' "customers:customer:($(ls ${NEXUSGO_CONFIG:-/etc/nexusgo-fileexchange}/customers 2>/dev/null | sed -n 's/\.json$//p'))"
fi
