% Gives an emulated culture a dose, from MATLAB (R2016b or newer) over HTTP/JSON:
%   first('http://127.0.0.1:7400', 'examples/example-data/first-token')
% Written from the description at /v1/openapi.json; it has not been run in MATLAB by its authors.
function first(at, tokenFile)
    token = strtrim(fileread(tokenFile));
    options = weboptions('MediaType', 'application/json', 'ContentType', 'json', ...
        'HeaderFields', {'authorization', ['Bearer ' token]}, 'Timeout', 75);

    % 64-bit numbers travel as text. Each wish has a key: sent again with the same one, it is done once.
    reply = webwrite([at '/v1/leases'], struct('resource', 'culture:organoids', ...
        'purpose', 'first', 'key', key()), options);
    if ~isfield(reply, 'lease')
        error('the culture is in use: %d wait', reply.waiting);
    end
    epoch = reply.lease.epoch;
    % Renew at least every reply.lease.silenceMilliseconds, or everything is switched off.
    giveBack = onCleanup(@() webwrite([at '/v1/leases/culture:organoids:release'], ...
        struct('epoch', epoch, 'key', key()), options));

    dose = webwrite([at '/v1/cultures/organoids/doses'], struct('reservoir', 'dopamine', ...
        'nanoliters', '100', 'nanolitersPerMinute', '5000', 'epoch', epoch, 'key', key()), options);
    dose = webread([at '/v1/doses/' dose.operation], 'wait_milliseconds', 5000, options);
    fprintf('%s: %s to %s nL\n', dose.end, dose.deliveredAtLeastNanoliters, ...
        dose.deliveredAtMostNanoliters);
end

function k = key()
    k = char(java.util.UUID.randomUUID());
end
