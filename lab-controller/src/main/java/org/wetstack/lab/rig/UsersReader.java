package org.wetstack.lab.rig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.lab.rig.RigSpec.Jwt;
import org.wetstack.lab.rig.RigSpec.Users;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads where users and their roles are told. */
final class UsersReader {

  /** From what may only look to what may change who may. */
  static final List<String> ROLES = List.of("observer", "operator", "safety-officer", "admin");

  private final Findings findings;

  UsersReader(Findings findings) {
    this.findings = findings;
  }

  Optional<Users> read(YamlMap root) {
    if (!root.has("users")) {
      return Optional.empty();
    }
    YamlMap map = root.map("users", "'users'");
    Optional<String> tokens =
        map.has("tokens")
            ? findings.or(Optional.empty(), () -> Optional.of(map.made("tokens", Texts::words)))
            : Optional.empty();
    Optional<Jwt> jwt =
        map.has("jwt")
            ? findings.or(Optional.empty(), () -> Optional.of(jwt(map.map("jwt", "'jwt'"))))
            : Optional.empty();
    if (!map.has("tokens") && !map.has("jwt")) {
      findings.add(map.wrong("'users' needs 'tokens', a file, or 'jwt', or both"));
    }
    map.done(findings);
    return Optional.of(new Users(tokens, jwt));
  }

  private Jwt jwt(YamlMap map) {
    var jwt =
        new Jwt(
            words(map, "issuer"),
            words(map, "audience"),
            words(map, "keys"),
            map.has("roles-claim") ? words(map, "roles-claim") : "roles",
            findings.or(Map.of(), () -> roles(map)));
    map.done(findings);
    return jwt;
  }

  private Map<String, String> roles(YamlMap jwt) {
    YamlMap map = jwt.map("roles", "'roles'");
    Map<String, String> roles = new LinkedHashMap<>();
    for (String claim : map.keys()) {
      findings.in(() -> roles.put(claim, map.oneOf(claim, ROLES)));
    }
    if (map.keys().isEmpty()) {
      throw map.wrong(
          "'roles' says which value of the claim is which role, as in 'lab-members: operator'");
    }
    return roles;
  }

  private String words(YamlMap map, String key) {
    return findings.or("", () -> map.made(key, Texts::words));
  }
}
