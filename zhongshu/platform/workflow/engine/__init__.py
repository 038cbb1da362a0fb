"""The interpreter: moves tokens between steps as rows of the database. No rule about who may do what lives here."""
